using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class MissingRegisterComponentsTests
{
    private static string Net(string members, string declaration = "[|Net|]") => Snippet.Module(members).Replace("class Net", "class " + declaration, StringComparison.Ordinal);

    [Fact]
    public Task A_module_that_never_registers_is_reported_and_gets_the_call() =>
        Verify<MissingRegisterComponentsAnalyzer>.Turns<MissingRegisterComponentsFix>(
            Net("""
                private readonly Linear fc = Linear(2, 2);
                private readonly int width;
                public Net(int width) : base("net")
                {
                    this.width = width;
                }
                """),
            Snippet.Module("""
                private readonly Linear fc = Linear(2, 2);
                private readonly int width;
                public Net(int width) : base("net")
                {
                    this.width = width;
                    RegisterComponents();
                }
                """));

    [Fact]
    public Task A_constructor_of_one_expression_gets_a_body() =>
        Verify<MissingRegisterComponentsAnalyzer>.Turns<MissingRegisterComponentsFix>(
            Net("""
                private readonly Linear fc;
                public Net() : base("net") => fc = Linear(2, 2);
                """),
            Snippet.Module("""
                private readonly Linear fc;
                public Net() : base("net")
                {
                    fc = Linear(2, 2);
                    RegisterComponents();
                }
                """));

    [Fact]
    public Task A_constructor_that_leads_to_another_is_left_alone() =>
        Verify<MissingRegisterComponentsAnalyzer>.Turns<MissingRegisterComponentsFix>(
            Net("""
                public Parameter Scale { get; } = new(ones(2));
                public Net() : this("net") { }
                public Net(string name) : base(name)
                {
                }
                """),
            Snippet.Module("""
                public Parameter Scale { get; } = new(ones(2));
                public Net() : this("net") { }
                public Net(string name) : base(name)
                {
                    RegisterComponents();
                }
                """));

    [Theory]
    [InlineData("private readonly Parameter scale = new(ones(2));")]
    [InlineData("private readonly Module<Tensor, Tensor> body = Sequential(Linear(2, 2), ReLU());")]
    [InlineData("private readonly Parameter scale = torch.nn.Parameter(ones(2));")]
    public Task Whatever_is_trained_counts(string field) =>
        Verify<MissingRegisterComponentsAnalyzer>.Reports(Net(field + "\npublic Net() : base(\"net\") { }"));

    [Fact]
    public Task A_primary_constructor_is_reported() =>
        Verify<MissingRegisterComponentsAnalyzer>.Reports("""
            public class [|Net|](int width) : Module<Tensor, Tensor>("net")
            {
                private readonly Linear fc = Linear(width, 2);
                public override Tensor forward(Tensor x) => fc.call(x);
            }
            """);

    [Fact]
    public Task A_derived_class_of_a_base_that_does_not_register_is_reported() =>
        Verify<MissingRegisterComponentsAnalyzer>.Reports("""
            public abstract class Shared : Module<Tensor, Tensor>
            {
                protected readonly Linear fc = Linear(2, 2);
                protected Shared() : base("shared") { }
            }
            """ + "\n" + Net("").Replace(": Module<Tensor, Tensor>", ": Shared", StringComparison.Ordinal));

    [Theory]
    [InlineData("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") { RegisterComponents(); }")]
    [InlineData("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") { }\npublic Net Registered() { RegisterComponents(); return this; }")]
    [InlineData("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") => register_module(\"fc\", fc);")]
    [InlineData("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") { }\npublic override IEnumerable<Parameter> parameters(bool recurse = true) => fc.parameters(recurse);")]
    [InlineData("private readonly ReLU act = ReLU();\npublic Net() : base(\"net\") { }")]
    [InlineData("private readonly CrossEntropyLoss loss = CrossEntropyLoss();\npublic Net() : base(\"net\") { }")]
    [InlineData("private readonly Module script;\npublic Net(string file) : base(\"net\") => script = jit.load<Tensor, Tensor>(file);")]
    [InlineData("private readonly double scale = 2;\npublic Net() : base(\"net\") { }")]
    [InlineData("private readonly Module<Tensor, Tensor> inner;\npublic Net(Module<Tensor, Tensor> inner) : base(\"net\") => this.inner = inner;")]
    [InlineData("private static readonly Linear Shared = Linear(2, 2);\npublic Net() : base(\"net\") { }")]
    public Task What_registers_or_has_nothing_of_its_own_is_not_reported(string members) =>
        Verify<MissingRegisterComponentsAnalyzer>.IsSilent(Snippet.Module(members));

    [Theory]
    [InlineData("private readonly Net net = new();")]
    [InlineData("private readonly Module<Tensor, Tensor> net = new Net();")]
    [InlineData("private readonly Sequential net = Sequential(new Net(), ReLU());")]
    [InlineData("private readonly ModuleList<Net> nets = new(new Net());")]
    public Task A_part_of_another_module_is_registered_with_it_and_not_reported(string field) =>
        Verify<MissingRegisterComponentsAnalyzer>.IsSilent(Net("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") { }", "Net") + $$"""

            public class Whole : Module<Tensor, Tensor>
            {
                {{field}}
                public Whole() : base("whole") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            """);

    [Fact]
    public Task A_part_that_is_made_elsewhere_and_given_is_not_reported() =>
        Verify<MissingRegisterComponentsAnalyzer>.IsSilent(Net("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") { }", "Net") + """

            public class Whole : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> part;
                public Whole(Module<Tensor, Tensor> part) : base("whole") { this.part = part; RegisterComponents(); }
                public override Tensor forward(Tensor x) => part.call(x);
            }
            public static class Program2 { public static Module Make() { var net = new Net(); return new Whole(net); } }
            """);

    [Fact]
    public Task A_base_whose_derived_class_registers_is_not_reported() =>
        Verify<MissingRegisterComponentsAnalyzer>.IsSilent(Net("protected readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") { }", "Net") + "\npublic class Derived : Net { public Derived() => RegisterComponents(); }");

    [Fact]
    public Task A_derived_class_of_a_base_that_registers_is_not_reported() =>
        Verify<MissingRegisterComponentsAnalyzer>.IsSilent(Net("public Net() : base(\"net\") => RegisterComponents();", "Net") + "\npublic class Derived : Net { private readonly Linear fc = Linear(2, 2); }");

    [Fact]
    public Task A_derived_class_of_one_of_TorchSharps_layers_is_not_reported() =>
        Verify<MissingRegisterComponentsAnalyzer>.IsSilent("public class Stack : Sequential { private readonly Linear fc = Linear(2, 2); public Stack() : base(ReLU()) { } }");
}
