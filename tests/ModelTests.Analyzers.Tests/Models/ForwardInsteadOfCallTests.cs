using Microsoft.CodeAnalysis;
using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class ForwardInsteadOfCallTests
{
    [Fact]
    public Task Forward_on_a_child_becomes_call() =>
        Verify<ForwardInsteadOfCallAnalyzer>.Turns<ForwardInsteadOfCallFix>(
            Snippet.Module("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") => RegisterComponents();\nTensor Run(Tensor x) => [|fc.forward(x)|].relu();"),
            Snippet.Module("private readonly Linear fc = Linear(2, 2);\npublic Net() : base(\"net\") => RegisterComponents();\nTensor Run(Tensor x) => fc.call(x).relu();"));

    [Theory]
    [InlineData("return [|model.forward(input)|];")]
    [InlineData("var (states, _, _) = [|LSTM(2, 2).forward(input)|]; return states;")]
    [InlineData("return [|Bilinear(2, 2, 2).forward(input, input)|];")]
    public Task Forward_of_any_module_is_reported(string statements) => Verify<ForwardInsteadOfCallAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("return model.call(input);")]
    [InlineData("return new Other().forward(input);\n}\nprivate sealed class Other { public Tensor forward(Tensor x) => x; }\npublic static void Rest() {")]
    public Task Call_and_the_forward_of_other_classes_are_not_reported(string statements) => Verify<ForwardInsteadOfCallAnalyzer>.IsSilent(Snippet.Method(statements));

    [Fact]
    public Task Forward_of_the_base_is_not_reported() =>
        Verify<ForwardInsteadOfCallAnalyzer>.IsSilent("public class Derived : Sequential { public Derived() : base(ReLU()) { } public override Tensor forward(Tensor x) => base.forward(x).relu(); }");

    [Fact]
    public void It_is_off_by_default()
    {
        var rule = Assert.Single(new ForwardInsteadOfCallAnalyzer().SupportedDiagnostics);
        Assert.False(rule.IsEnabledByDefault);
        Assert.Equal(DiagnosticSeverity.Info, rule.DefaultSeverity);
    }
}
