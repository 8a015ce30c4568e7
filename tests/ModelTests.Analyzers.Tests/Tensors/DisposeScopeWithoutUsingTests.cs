using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class DisposeScopeWithoutUsingTests
{
    [Theory]
    [InlineData("[|NewDisposeScope()|]; return model.call(input);")]
    [InlineData("var scope = [|torch.NewDisposeScope()|]; return model.call(input);")]
    [InlineData("foreach (var batch in batches) { _ = [|NewDisposeScope()|]; model.call(batch); } return input;")]
    public Task A_scope_that_never_ends_is_reported(string statements) => Verify<DisposeScopeWithoutUsingAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("using var scope = NewDisposeScope(); return model.call(input).MoveToOuterDisposeScope();")]
    [InlineData("using (NewDisposeScope()) { return model.call(input).MoveToOuterDisposeScope(); }")]
    [InlineData("var scope = NewDisposeScope(); var y = model.call(input); scope.MoveToOuter(y); scope.Dispose(); return y;")]
    [InlineData("kept = NewDisposeScope(); return input;\n}\nprivate DisposeScope? kept;\npublic void Rest() {")]
    public Task A_scope_that_ends_is_not_reported(string statements) => Verify<DisposeScopeWithoutUsingAnalyzer>.IsSilent(Snippet.Method(statements));

    [Fact]
    public Task It_gets_a_using() =>
        Verify<DisposeScopeWithoutUsingAnalyzer>.Turns<DisposeScopeWithoutUsingFix>(
            Snippet.Method("[|NewDisposeScope()|];\nvar y = model.call(input);\nreturn y.MoveToOuterDisposeScope();"),
            Snippet.Method("using var scope = NewDisposeScope();\nvar y = model.call(input);\nreturn y.MoveToOuterDisposeScope();"));
}
