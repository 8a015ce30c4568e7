namespace ModelTests.Analyzers.Tests;

public class StepWithoutBackwardTests
{
    [Theory]
    [InlineData("var loss = model.call(input).sum(); loss.backward(); optimizer.zero_grad(); [|optimizer.step()|]; return loss;")]
    [InlineData("optimizer.zero_grad(); var loss = model.call(input).sum(); [|optimizer.step()|]; loss.backward(); return loss;")]
    [InlineData("foreach (var batch in batches) { model.call(batch).sum().backward(); optimizer.zero_grad(); nn.utils.clip_grad_norm_(model.parameters(), 1); [|optimizer.step()|]; } return input;")]
    public Task A_step_on_cleared_gradients_is_reported(string statements) => Verify<StepWithoutBackwardAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("optimizer.zero_grad(); model.call(input).sum().backward(); optimizer.step(); return input;")]
    [InlineData("optimizer.zero_grad(); foreach (var batch in batches) model.call(batch).sum().backward(); optimizer.step(); return input;")]
    [InlineData("optimizer.zero_grad(); if (input.IsInvalid) { model.call(input).sum().backward(); } optimizer.step(); return input;")]
    [InlineData("model.call(input).sum().backward(); optimizer.step(); optimizer.zero_grad(); return input;")]
    [InlineData("optimizer.zero_grad(); Backpropagate(model, input); optimizer.step(); return input;\n}\nprivate static void Backpropagate(Module<Tensor, Tensor> model, Tensor x) => model.call(x).sum().backward();\npublic static void Rest() {")]
    [InlineData("optimizer.zero_grad(); foreach (var p in model.parameters()) p.grad = ones_like(p); optimizer.step(); return input;")]
    [InlineData("var loss = model.call(input).sum(); loss.backward(); optimizer.zero_grad(); Assign(model); optimizer.step(); return input;\n}\nprivate static void Assign(Module<Tensor, Tensor> model) { foreach (var p in model.parameters()) p.grad = ones_like(p); }\npublic static void Rest() {")]
    [InlineData("var other = Adam(model.parameters()); other.zero_grad(); optimizer.step(); return input;")]
    [InlineData("optimizer.zero_grad(); optimizer.step(() => { var loss = model.call(input).sum(); loss.backward(); return loss; }); return input;")]
    [InlineData("Action backpropagate = () => model.call(input).sum().backward(); optimizer.zero_grad(); backpropagate(); optimizer.step(); return input;")]
    [InlineData("var schedule = lr_scheduler.StepLR(optimizer, 3); optimizer.zero_grad(); optimizer.step(); schedule.step(); return input;")]
    public Task Steps_that_may_have_gradients_are_not_reported(string statements) => Verify<StepWithoutBackwardAnalyzer>.IsSilent(Snippet.Method(statements));
}
