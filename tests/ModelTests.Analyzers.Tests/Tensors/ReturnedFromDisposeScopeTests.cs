using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class ReturnedFromDisposeScopeTests
{
    [Theory]
    [InlineData("using var scope = NewDisposeScope(); return [|input * 2|];")]
    [InlineData("using var scope = NewDisposeScope(); return [|input.relu()|];")]
    [InlineData("using (NewDisposeScope()) { var y = input.relu(); return [|y|]; }")]
    [InlineData("using var scope = NewDisposeScope(); var y = input.relu(); var z = y.sum(); if (z.IsInvalid) return [|y|]; return [|z|];")]
    [InlineData("using var scope = NewDisposeScope(); var y = functional.softmax(input, 1); return [|y + target|];")]
    [InlineData("using var scope = NewDisposeScope(); return [|zeros(2)|];")]
    [InlineData("using var scope = NewDisposeScope(); using var untracked = no_grad(); return [|input.sum()|];")]
    [InlineData("using var scope = NewDisposeScope(); var fc = Linear(2, 2); return [|fc.call(input)|];")]
    public Task A_tensor_that_is_disposed_on_return_is_reported(string statements) => Verify<ReturnedFromDisposeScopeAnalyzer>.Reports(Snippet.Method(statements));

    [Fact]
    public Task Each_tensor_of_a_tuple_is_reported() =>
        Verify<ReturnedFromDisposeScopeAnalyzer>.Reports("""
            public static class Model
            {
                public static (Tensor, Tensor) Run(Tensor x)
                {
                    using var scope = NewDisposeScope();
                    var mean = x.mean();
                    return ([|mean|], x.std().MoveToOuterDisposeScope());
                }
            }
            """);

    [Theory]
    [InlineData("return input * 2;")]
    [InlineData("using var scope = NewDisposeScope(); return input;")]
    [InlineData("using var scope = NewDisposeScope(); return (input * 2).MoveToOuterDisposeScope();")]
    [InlineData("using var scope = NewDisposeScope(); return input.relu().DetachFromDisposeScope();")]
    [InlineData("using var scope = NewDisposeScope(); return scope.MoveToOuter(input.relu());")]
    [InlineData("using var scope = NewDisposeScope(); var y = input.relu(); scope.MoveToOuter(y); return y;")]
    [InlineData("using var scope = NewDisposeScope(); var y = input.relu(); y.MoveToOuterDisposeScope(); return y;")]
    [InlineData("using var scope = NewDisposeScope(); var y = input.relu(); scope.DisposeEverythingBut(y); return y;")]
    [InlineData("using var scope = NewDisposeScope(); return input.to(device);")]
    [InlineData("using var scope = NewDisposeScope(); return input.relu_();")]
    [InlineData("using var scope = NewDisposeScope(); return model.call(input);")]
    [InlineData("var y = input.relu(); using (NewDisposeScope()) { var z = y.sum(); } return y;")]
    [InlineData("var y = input.relu(); using (NewDisposeScope()) { return y; }")]
    [InlineData("Tensor y; using (NewDisposeScope()) { y = input.relu().MoveToOuterDisposeScope(); } return y;")]
    [InlineData("using var scope = NewDisposeScope(); var y = input.relu(); Keep(y); return y;\n}\nprivate static void Keep(Tensor x) => x.DetachFromDisposeScope();\npublic static void Rest() {")]
    [InlineData("using var scope = NewDisposeScope(); Func<Tensor, Tensor> half = x => x / 2; return half(input).MoveToOuterDisposeScope();")]
    [InlineData("using var untracked = no_grad(); return input.relu();")]
    public Task What_is_moved_or_was_there_before_is_not_reported(string statements) => Verify<ReturnedFromDisposeScopeAnalyzer>.IsSilent(Snippet.Method(statements));

    [Theory]
    [InlineData("using var scope = NewDisposeScope(); return [|input * 2|];", "using var scope = NewDisposeScope(); return (input * 2).MoveToOuterDisposeScope();")]
    [InlineData("using var scope = NewDisposeScope(); var y = input.relu(); return [|y|];", "using var scope = NewDisposeScope(); var y = input.relu(); return y.MoveToOuterDisposeScope();")]
    public Task It_is_moved_out(string before, string after) =>
        Verify<ReturnedFromDisposeScopeAnalyzer>.Turns<ReturnedFromDisposeScopeFix>(Snippet.Method(before), Snippet.Method(after));
}
