using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class UnusedTensorResultTests
{
    [Theory]
    [InlineData("[|input.add(target)|]; return input;")]
    [InlineData("[|input.mul(2)|]; return input;")]
    [InlineData("foreach (var batch in batches) { [|batch.clamp(0, 1)|]; } return input;")]
    [InlineData("[|input.to(device)|]; return model.call(input);")]
    [InlineData("[|input.cuda()|]; return model.call(input);")]
    [InlineData("[|model.call(input).detach()|]; return input;")]
    public Task A_result_that_is_thrown_away_is_reported(string statements) => Verify<UnusedTensorResultAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("input.add_(target); return input;")]
    [InlineData("input = input.add(target); return input;")]
    [InlineData("_ = input.add(target); return input;")]
    [InlineData("input.add(target).Dispose(); return input;")]
    [InlineData("model.to(device); return input;")]
    [InlineData("model.call(input); return input;")]
    [InlineData("input.matmul(target); return input;")]
    [InlineData("input.print(); return input;")]
    [InlineData("input.requires_grad_(true); return input;")]
    [InlineData("input.MoveToOuterDisposeScope(); return input;")]
    [InlineData("try { input.add(target); } catch (Exception) { return target; } return input;")]
    [InlineData("Throws(() => input.add(target)); Throws(() => { input.add(target); }); return input;\n}\nprivate static void Throws(Action action) => action();\npublic static void Rest() {")]
    [InlineData("new Own().add(input); return input;\n}\nprivate sealed class Own { public Tensor add(Tensor x) => x; }\npublic static void Rest() {")]
    public Task What_changes_the_tensor_is_used_or_is_tried_is_not_reported(string statements) => Verify<UnusedTensorResultAnalyzer>.IsSilent(Snippet.Method(statements));

    [Fact]
    public Task The_result_is_assigned() =>
        Verify<UnusedTensorResultAnalyzer>.Turns<UnusedTensorResultFix>(
            Snippet.Method("[|input.add(target)|];\nreturn input;"),
            Snippet.Method("input = input.add(target);\nreturn input;"));
}
