namespace ModelTests.Analyzers.Tests;

public class LayerMadeInForwardTests
{
    private static string Forward(string statements, string members = "") => $$"""
        public class Net : Module<Tensor, Tensor>
        {
            private Linear? kept;
            public Net() : base("net") { }
            public override Tensor forward(Tensor x) { {{statements}} }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("return [|Linear(2, 2)|].call(x);")]
    [InlineData("return [|Conv2d(3, 8, 3)|].forward(x).relu();")]
    [InlineData("using var fc = [|Linear(2, 2)|]; return fc.call(fc.call(x));")]
    [InlineData("var (states, _, _) = [|LSTM(2, 2)|].call(x); return states;")]
    [InlineData("var fc = [|Linear(2, 2)|]; return fc.forward(x);")]
    public Task A_layer_that_is_only_run_is_reported(string statements) => Verify<LayerMadeInForwardAnalyzer>.Reports(Forward(statements));

    [Theory]
    [InlineData("return ReLU().call(x);")]
    [InlineData("return Dropout(0.5).call(x);")]
    [InlineData("return LayerNorm(2).call(x);")]
    [InlineData("kept ??= Linear(2, 2); return kept.call(x);")]
    [InlineData("if (kept is null) { kept = Linear(2, 2); register_module(\"kept\", kept); } return kept.call(x);")]
    [InlineData("var fc = Linear(2, 2); kept = fc; return fc.call(x);")]
    [InlineData("var fc = Linear(2, 2); fc.weight = new Parameter(x); return fc.call(x);")]
    [InlineData("return functional.linear(x, x);")]
    public Task What_is_kept_given_weights_or_has_none_is_not_reported(string statements) => Verify<LayerMadeInForwardAnalyzer>.IsSilent(Forward(statements));

    [Fact]
    public Task Other_methods_are_not_reported() =>
        Verify<LayerMadeInForwardAnalyzer>.IsSilent(Forward("return x;", "public static Tensor Try(Tensor x) => Linear(2, 2).call(x);"));
}
