using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class SoftmaxBeforeLossTests
{
    [Theory]
    [InlineData("return functional.cross_entropy([|functional.softmax(input, 1)|], target);")]
    [InlineData("return functional.cross_entropy([|input.softmax(1)|], target);")]
    [InlineData("return functional.cross_entropy([|torch.softmax(input, 1)|], target);")]
    [InlineData("return functional.cross_entropy([|Softmax(1).call(input)|], target);")]
    [InlineData("var probabilities = functional.softmax(input, 1); return functional.cross_entropy([|probabilities|], target);")]
    [InlineData("return functional.cross_entropy(target: target, input: [|functional.softmax(input, 1)|]);")]
    [InlineData("using var loss = CrossEntropyLoss(); return loss.call([|functional.softmax(input, 1)|], target);")]
    [InlineData("return CrossEntropyLoss().forward([|input.softmax(1)|], target);")]
    [InlineData("return functional.binary_cross_entropy_with_logits([|input.sigmoid()|], target);")]
    [InlineData("return functional.binary_cross_entropy_with_logits([|torch.sigmoid(input)|], target);")]
    [InlineData("return BCEWithLogitsLoss().call([|functional.sigmoid(input)|], target);")]
    public Task A_loss_on_logits_that_is_given_probabilities_is_reported(string statements) =>
        Verify<SoftmaxBeforeLossAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("return functional.cross_entropy(input, target);")]
    [InlineData("return functional.cross_entropy(input, functional.softmax(target, 1));")]
    [InlineData("return functional.cross_entropy(functional.log_softmax(input, 1), target);")]
    [InlineData("return functional.cross_entropy(functional.softmax(input, 1).log(), target);")]
    [InlineData("return functional.nll_loss(functional.log_softmax(input, 1), target);")]
    [InlineData("return functional.binary_cross_entropy(input.sigmoid(), target);")]
    [InlineData("return functional.kl_div(functional.log_softmax(input, 1), functional.softmax(target, 1));")]
    [InlineData("var weights = functional.softmax(input, 1); weights = input; return functional.cross_entropy(weights, target);")]
    [InlineData("var attention = functional.softmax(input, 1); return functional.cross_entropy(attention.matmul(input), target);")]
    [InlineData("return cross_entropy(functional.softmax(input, 1), target);\n}\nprivate static Tensor cross_entropy(Tensor x, Tensor y) => (x - y).square().mean();\npublic static void Rest() {")]
    public Task Logits_probabilities_of_targets_and_other_losses_are_not_reported(string statements) =>
        Verify<SoftmaxBeforeLossAnalyzer>.IsSilent(Snippet.Method(statements));

    [Theory]
    [InlineData("return functional.cross_entropy([|functional.softmax(input, 1)|], target);", "return functional.cross_entropy(input, target);")]
    [InlineData("return functional.cross_entropy([|model.call(input).softmax(1)|], target);", "return functional.cross_entropy(model.call(input), target);")]
    [InlineData("var logits = model.call(input); var p = logits.sigmoid(); return functional.binary_cross_entropy_with_logits([|p|], target);",
        "var logits = model.call(input); var p = logits.sigmoid(); return functional.binary_cross_entropy_with_logits(logits, target);")]
    public Task The_loss_is_given_the_logits(string before, string after) =>
        Verify<SoftmaxBeforeLossAnalyzer>.Turns<SoftmaxBeforeLossFix>(Snippet.Method(before), Snippet.Method(after));
}
