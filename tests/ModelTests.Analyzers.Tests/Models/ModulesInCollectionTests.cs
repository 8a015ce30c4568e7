using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class ModulesInCollectionTests
{
    private const string Registers = "public Net() : base(\"net\") { RegisterComponents(); }";

    [Theory]
    [InlineData("private readonly List<Linear> [|layers|] = [Linear(2, 2), Linear(2, 2)];")]
    [InlineData("private readonly Module<Tensor, Tensor>[] [|layers|] = { Linear(2, 2), ReLU(), Linear(2, 2) };")]
    [InlineData("private readonly Dictionary<string, Linear> [|heads|] = new() { [\"a\"] = Linear(2, 2) };")]
    [InlineData("private readonly (Linear First, Linear Second) [|pair|] = (Linear(2, 2), Linear(2, 2));")]
    [InlineData("private readonly IReadOnlyList<Linear> [|layers|] = Enumerable.Range(0, 3).Select(_ => Linear(2, 2)).ToList();")]
    [InlineData("public List<Linear> [|Layers|] { get; } = [Linear(2, 2)];")]
    [InlineData("private readonly Parameter[] [|scales|] = [new Parameter(ones(2))];")]
    [InlineData("private readonly List<(string Name, Linear Layer)> [|layers|] = [(\"a\", Linear(2, 2))];")]
    public Task Modules_made_where_the_collection_is_declared_are_reported(string field) =>
        Verify<ModulesInCollectionAnalyzer>.Reports(Snippet.Module(field + "\n" + Registers));

    [Theory]
    [InlineData("layers.Add(Linear(2, 2));")]
    [InlineData("for (var i = 0; i < 3; i++) layers.Add(Linear(2, 2));")]
    [InlineData("layers.AddRange(new[] { Linear(2, 2), Linear(2, 2) });")]
    [InlineData("layers = [Linear(2, 2)];")]
    [InlineData("layers = new List<Linear> { Linear(2, 2) };")]
    public Task Modules_made_in_the_constructor_are_reported(string statement) =>
        Verify<ModulesInCollectionAnalyzer>.Reports(Snippet.Module("private List<Linear> [|layers|] = new();\npublic Net() : base(\"net\") { " + statement + " RegisterComponents(); }"));

    [Fact]
    public Task An_array_that_is_filled_by_index_is_reported() =>
        Verify<ModulesInCollectionAnalyzer>.Reports(Snippet.Module("private readonly Linear[] [|layers|] = new Linear[3];\npublic Net() : base(\"net\") { for (var i = 0; i < 3; i++) layers[i] = Linear(2, 2); RegisterComponents(); }"));

    [Theory]
    [InlineData("private readonly ModuleList<Linear> layers = new(Linear(2, 2), Linear(2, 2));")]
    [InlineData("private readonly Sequential layers = Sequential(Linear(2, 2), ReLU());")]
    [InlineData("private readonly ModuleDict<Linear> heads = new();")]
    [InlineData("private readonly List<int> sizes = [2, 2];")]
    [InlineData("private readonly List<Func<Tensor, Tensor>> steps = [x => x.relu()];")]
    [InlineData("private static readonly List<Linear> Shared = [Linear(2, 2)];")]
    [InlineData("private readonly Module<Tensor, Tensor>[] activations = [ReLU(), Tanh(), Flatten()];")]
    [InlineData("private readonly List<Module> losses = [MSELoss(), CrossEntropyLoss()];")]
    [InlineData("private readonly Square[] squares = [new()]; private sealed class Square : Module<Tensor, Tensor> { private readonly ReLU act = ReLU(); public Square() : base(\"square\") { } public override Tensor forward(Tensor x) => act.call(x * x); }")]
    [InlineData("private readonly Func<Linear> make = () => Linear(2, 2);")]
    public Task What_holds_no_modules_or_registers_them_is_not_reported(string field) =>
        Verify<ModulesInCollectionAnalyzer>.IsSilent(Snippet.Module(field + "\n" + Registers));

    [Theory]
    [InlineData("foreach (var (layer, i) in layers.Select((layer, i) => (layer, i))) register_module($\"layer{i}\", layer);")]
    [InlineData("stack = Sequential(layers); RegisterComponents();")]
    [InlineData("stack = Sequential(layers.ToArray()); RegisterComponents();")]
    [InlineData("stack = new ModuleList<Linear>([.. layers]); RegisterComponents();")]
    [InlineData("kept.extend(layers); RegisterComponents();")]
    [InlineData("Registration.Of(this, layers); RegisterComponents();")]
    public Task What_is_registered_otherwise_is_not_reported(string statements) =>
        Verify<ModulesInCollectionAnalyzer>.IsSilent(
            Snippet.Module("private readonly List<Linear> layers = [Linear(2, 2), Linear(2, 2)];\nprivate readonly ModuleList<Linear> kept = new();\nprivate Module? stack;\npublic Net() : base(\"net\") { " + statements + " }")
            + "\npublic static class Registration { public static void Of(Module module, IEnumerable<Linear> layers) { foreach (var layer in layers) module.register_module(layer.GetName(), layer); } }");

    [Fact]
    public Task A_list_of_layers_that_are_fields_too_is_not_reported() =>
        Verify<ModulesInCollectionAnalyzer>.IsSilent(Snippet.Module("""
            private readonly Linear first = Linear(2, 2), second;
            private readonly Linear[] both;
            public Net() : base("net") { both = [first, second = Linear(2, 2)]; RegisterComponents(); }
            """));

    [Fact]
    public Task A_module_that_was_given_is_hidden_on_purpose_and_not_reported() =>
        Verify<ModulesInCollectionAnalyzer>.IsSilent(Snippet.Module("private readonly Module[] teacher;\npublic Net(Module teacher) : base(\"net\") { this.teacher = [teacher]; RegisterComponents(); }"));

    [Theory]
    [InlineData("foreach (var parameter in teacher[0].parameters()) parameter.requires_grad = false;")]
    [InlineData("foreach (var layer in teacher) layer.eval();")]
    [InlineData("teacher.ForEach(layer => layer.to(float64));")]
    [InlineData("using (no_grad()) teacher[0].call(ones(2));")]
    [InlineData("using var untracked = no_grad(); teacher[0].call(ones(2));")]
    public Task A_teacher_that_the_class_looks_after_is_not_reported(string statements) =>
        Verify<ModulesInCollectionAnalyzer>.IsSilent(Snippet.Module("private readonly List<Linear> teacher = [Linear(2, 2)];\npublic Net() : base(\"net\") { RegisterComponents(); " + statements + " }"));

    [Theory]
    [InlineData("private readonly Dropout[] [|dropouts|] = [Dropout(0.5)];")]
    [InlineData("private readonly List<Block> [|blocks|] = [new()]; private sealed class Block : Module<Tensor, Tensor> { private readonly Linear fc = Linear(2, 2); public Block() : base(\"block\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }")]
    public Task What_has_a_mode_or_layers_of_its_own_is_reported(string field) =>
        Verify<ModulesInCollectionAnalyzer>.Reports(Snippet.Module(field + "\n" + Registers));

    [Fact]
    public Task A_class_that_is_no_module_is_not_reported() =>
        Verify<ModulesInCollectionAnalyzer>.IsSilent("public class Ensemble { private readonly List<Linear> members = [Linear(2, 2)]; }");

    [Theory]
    [InlineData("List<Linear> [|layers|] = [Linear(2, 2), Linear(2, 2)];")]
    [InlineData("Linear[] [|layers|] = { Linear(2, 2), Linear(2, 2) };")]
    [InlineData("IReadOnlyList<Linear> [|layers|] = new[] { Linear(2, 2), Linear(2, 2) };")]
    [InlineData("List<Linear> [|layers|] = new() { Linear(2, 2), Linear(2, 2) };")]
    public Task Modules_that_are_written_out_move_to_a_module_list(string field) =>
        Verify<ModulesInCollectionAnalyzer>.Turns<ModulesInCollectionFix>(
            Snippet.Module("private readonly " + field + "\n" + Registers),
            Snippet.Module("private readonly ModuleList<Linear> layers = new ModuleList<Linear>(Linear(2, 2), Linear(2, 2));\n" + Registers));
}
