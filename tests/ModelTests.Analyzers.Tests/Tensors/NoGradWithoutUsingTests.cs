using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class NoGradWithoutUsingTests
{
    [Theory]
    [InlineData("[|no_grad()|]; return model.call(input);")]
    [InlineData("[|torch.no_grad()|]; return model.call(input);")]
    [InlineData("_ = [|no_grad()|]; return model.call(input);")]
    [InlineData("var untracked = [|no_grad()|]; return model.call(input);")]
    [InlineData("[|inference_mode()|]; return model.call(input);")]
    [InlineData("foreach (var batch in batches) { [|no_grad()|]; } return input;")]
    public Task What_stays_on_is_reported(string statements) => Verify<NoGradWithoutUsingAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("using var untracked = no_grad(); return model.call(input);")]
    [InlineData("using var _ = no_grad(); return model.call(input);")]
    [InlineData("using (no_grad()) return model.call(input);")]
    [InlineData("using (var untracked = no_grad()) { return model.call(input); }")]
    [InlineData("using (torch.inference_mode()) return model.call(input);")]
    [InlineData("var untracked = no_grad(); try { return model.call(input); } finally { untracked.Dispose(); }")]
    [InlineData("set_grad_enabled(false); return model.call(input);")]
    [InlineData("enable_grad(); return model.call(input);")]
    [InlineData("inference_mode(false); return model.call(input);")]
    [InlineData("return Off() is null ? input : target;\n}\nprivate static IDisposable Off() => no_grad();\npublic static void Rest() {")]
    [InlineData("kept = no_grad(); return input;\n}\nprivate IDisposable? kept;\npublic void Rest() {")]
    public Task What_ends_or_is_somebody_elses_to_end_is_not_reported(string statements) => Verify<NoGradWithoutUsingAnalyzer>.IsSilent(Snippet.Method(statements));

    [Theory]
    [InlineData("[|no_grad()|];\nreturn model.call(input);", "using var noGrad = no_grad();\nreturn model.call(input);")]
    [InlineData("var noGrad = 1;\n_ = [|torch.no_grad()|];\nreturn model.call(input);", "var noGrad = 1;\nusing var noGrad2 = torch.no_grad();\nreturn model.call(input);")]
    [InlineData("var untracked = [|no_grad()|];\nreturn model.call(input);", "using var untracked = no_grad();\nreturn model.call(input);")]
    public Task It_gets_a_using(string before, string after) =>
        Verify<NoGradWithoutUsingAnalyzer>.Turns<NoGradWithoutUsingFix>(Snippet.Method(before), Snippet.Method(after));
}
