using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class AssignedAfterRegistrationTests
{
    private const string Base = """

        public class Registered : Module<Tensor, Tensor>
        {
            protected Linear head = Linear(2, 2);
            public Registered() : base("registered") { RegisterComponents(); }
            public Registered(int width) : base("registered") { }
            public override Tensor forward(Tensor x) => x;
        }
        """;

    [Fact]
    public Task A_layer_made_after_the_call_is_reported_and_the_call_moved() =>
        Verify<AssignedAfterRegistrationAnalyzer>.Turns<AssignedAfterRegistrationFix>(
            Snippet.Module("""
                private readonly Linear first, second;
                public Net() : base("net")
                {
                    first = Linear(2, 2);
                    RegisterComponents();
                    [|second = Linear(2, 2)|];
                    train();
                }
                """),
            Snippet.Module("""
                private readonly Linear first, second;
                public Net() : base("net")
                {
                    first = Linear(2, 2);
                    second = Linear(2, 2);
                    RegisterComponents();
                    train();
                }
                """));

    [Theory]
    [InlineData("RegisterComponents(); if (deep) [|fc = Linear(2, 2)|];")]
    [InlineData("this.RegisterComponents(); [|fc = deep ? Linear(2, 3) : Linear(2, 2)|];")]
    [InlineData("RegisterComponents(); [|Scale = new Parameter(ones(2))|];")]
    [InlineData("RegisterComponents(); [|this.Scale = torch.nn.Parameter(ones(2))|];")]
    public Task Whatever_is_made_after_the_call_is_reported(string statements) =>
        Verify<AssignedAfterRegistrationAnalyzer>.Reports(Snippet.Module("private Linear? fc;\npublic Parameter? Scale { get; private set; }\npublic Net(bool deep) : base(\"net\") { " + statements + " }"));

    [Theory]
    [InlineData("public Derived() { [|head = Linear(2, 3)|]; }")]
    [InlineData("public Derived() : base() => [|head = Linear(2, 3)|];")]
    [InlineData("private readonly Linear extra; public Derived() { [|extra = Linear(2, 3)|]; RegisterComponents(); }")]
    [InlineData("private readonly Linear extra; public Derived() : base(2) { extra = Linear(2, 2); RegisterComponents(); } public Derived(int width) : this() { [|extra = Linear(2, width)|]; }")]
    public Task A_layer_made_after_another_constructor_has_registered_is_reported(string members) =>
        Verify<AssignedAfterRegistrationAnalyzer>.Reports("public class Derived : Registered { " + members + " }" + Base);

    [Theory]
    [InlineData("fc = Linear(2, 2); RegisterComponents();")]
    [InlineData("RegisterComponents(); fc = given;")]
    [InlineData("RegisterComponents(); fc = fc!.to(float64);")]
    [InlineData("RegisterComponents(); width = 3;")]
    [InlineData("if (width > 2) { RegisterComponents(); return; } fc = Linear(2, 2);")]
    [InlineData("RegisterComponents(); fc = Linear(2, 2); register_module(\"fc\", fc);")]
    [InlineData("RegisterComponents(); fc = Linear(2, 2); foreach (var parameter in fc.parameters()) parameter.requires_grad = false;")]
    [InlineData("RegisterComponents(); fc = Linear(2, 2); fc.eval();")]
    [InlineData("RegisterComponents(); act = ReLU();")]
    [InlineData("RegisterComponents(); late = () => fc = Linear(2, 2);")]
    [InlineData("RegisterComponents(); var local = Linear(2, 2); local.Dispose();")]
    public Task What_is_registered_or_came_from_elsewhere_is_not_reported(string statements) =>
        Verify<AssignedAfterRegistrationAnalyzer>.IsSilent(Snippet.Module("private Linear? fc;\nprivate int width;\nprivate Module? act;\nprivate Func<Linear>? late;\npublic Net(Linear given) : base(\"net\") { " + statements + " }"));

    [Theory]
    [InlineData("private readonly Linear extra = Linear(2, 3);")]
    [InlineData("private readonly Linear extra = Linear(2, 3); public sealed class Wide(int width) : Registered(width) { private readonly Linear wide = Linear(width, 2); }")]
    [InlineData("private readonly Linear extra; public Derived() : base(2) { extra = Linear(2, 3); RegisterComponents(); }")]
    public Task Derived_classes_whose_layers_are_there_in_time_are_not_reported(string members) =>
        Verify<AssignedAfterRegistrationAnalyzer>.IsSilent("public class Derived : Registered { " + members + " }" + Base);
}
