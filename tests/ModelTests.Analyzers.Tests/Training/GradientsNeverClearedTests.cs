using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class GradientsNeverClearedTests
{
    private static string TrainStep(string statements, string members = "") => $$"""
        public class Fixture : ModelRecipes<Module<Tensor, Tensor>>
        {
            public override Module<Tensor, Tensor> CreateModel() => Linear(2, 2);
            public override ModelData CreateData() => throw new NotImplementedException();
            public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
            {
                {{statements.ReplaceLineEndings("\n        ")}}
            }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("foreach (var batch in batches) { var loss = model.call(batch).sum(); [|loss.backward()|]; optimizer.step(); } return input;")]
    [InlineData("for (var i = 0; i < 10; i++) { foreach (var batch in batches) { [|model.call(batch).sum().backward()|]; optimizer.step(); } } return input;")]
    [InlineData("while (true) { [|functional.mse_loss(model.call(input), target).backward()|]; optimizer.step(); }")]
    [InlineData("var adam = Adam(model.parameters()); foreach (var batch in batches) { [|model.call(batch).sum().backward()|]; adam.step(); } return input;")]
    [InlineData("foreach (var batch in batches) { [|Loss(model, batch).backward()|]; optimizer.step(); } return input;\n}\nprivate static Tensor Loss(Module<Tensor, Tensor> model, Tensor batch) => model.call(batch).sum();\npublic static void Rest() {")]
    public Task A_loop_that_never_clears_is_reported(string statements) => Verify<GradientsNeverClearedAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("var loss = Loss(Forward(training.Model, batch), batch); [|loss.backward()|]; training.Optimizer.step(); return loss;")]
    [InlineData("training.Model.train(); var loss = functional.mse_loss(training.Model.call(batch.Input), batch.Target); [|loss.backward()|]; foreach (var optimizer in training.Optimizers) optimizer.step(); return loss;")]
    public Task A_training_step_that_never_clears_is_reported(string statements) => Verify<GradientsNeverClearedAnalyzer>.Reports(TrainStep(statements));

    [Theory]
    [InlineData("foreach (var batch in batches) { optimizer.zero_grad(); model.call(batch).sum().backward(); optimizer.step(); } return input;")]
    [InlineData("foreach (var batch in batches) { model.zero_grad(); model.call(batch).sum().backward(); optimizer.step(); } return input;")]
    [InlineData("foreach (var batch in batches) { model.call(batch).sum().backward(); optimizer.step(); foreach (var p in model.parameters()) p.grad?.zero_(); } return input;")]
    [InlineData("var i = 0; foreach (var batch in batches) { model.call(batch).sum().backward(); if (++i % 4 == 0) { optimizer.step(); optimizer.zero_grad(); } } return input;")]
    [InlineData("model.call(input).sum().backward(); optimizer.step(); return input;")]
    [InlineData("foreach (var batch in batches) { model.call(batch).sum().backward(); } optimizer.step(); return input;")]
    [InlineData("foreach (var batch in batches) { var fresh = Linear(2, 2); var sgd = SGD(fresh.parameters(), 0.1); fresh.call(batch).sum().backward(); sgd.step(); } return input;")]
    [InlineData("foreach (var batch in batches) { Clear(optimizer); model.call(batch).sum().backward(); optimizer.step(); } return input;\n}\nprivate static void Clear(Optimizer optimizer) => optimizer.zero_grad();\npublic static void Rest() {")]
    [InlineData("foreach (var batch in batches) { Reset(model); model.call(batch).sum().backward(); optimizer.step(); } return input;\n}\nprivate static void Reset(Module<Tensor, Tensor> model) { foreach (var p in model.parameters()) p.grad = null; }\npublic static void Rest() {")]
    [InlineData("Action clear = () => { }; foreach (var batch in batches) { clear(); model.call(batch).sum().backward(); optimizer.step(); } return input;")]
    [InlineData("foreach (var batch in batches) { optimizer.step(() => { var loss = model.call(batch).sum(); loss.backward(); return loss; }); } return input;")]
    [InlineData("Action<Tensor> one = batch => { model.call(batch).sum().backward(); optimizer.step(); }; foreach (var batch in batches) { optimizer.zero_grad(); one(batch); } return input;")]
    public Task What_clears_steps_once_or_may_clear_elsewhere_is_not_reported(string statements) => Verify<GradientsNeverClearedAnalyzer>.IsSilent(Snippet.Method(statements));

    [Theory]
    [InlineData("return base.TrainStep(training, batch);", "")]
    [InlineData("training.Optimizer.zero_grad(); var loss = Loss(Forward(training.Model, batch), batch); loss.backward(); training.Optimizer.step(); return loss;", "")]
    [InlineData("var first = base.TrainStep(training, batch); var loss = first * 2; loss.backward(); training.Optimizer.step(); return loss;", "")]
    [InlineData("Begin(training); var loss = Loss(Forward(training.Model, batch), batch); loss.backward(); training.Optimizer.step(); return loss;", "private void Begin(Training<Module<Tensor, Tensor>> training) => training.Optimizer.zero_grad();")]
    public Task Training_steps_that_clear_are_not_reported(string statements, string members) => Verify<GradientsNeverClearedAnalyzer>.IsSilent(TrainStep(statements, members));

    [Fact]
    public Task The_gradients_are_cleared_before_backward() =>
        Verify<GradientsNeverClearedAnalyzer>.Turns<GradientsNeverClearedFix>(
            TrainStep("""
                var loss = Loss(Forward(training.Model, batch), batch);
                [|loss.backward()|];
                training.Optimizer.step();
                return loss;
                """),
            TrainStep("""
                var loss = Loss(Forward(training.Model, batch), batch);
                training.Optimizer.zero_grad();
                loss.backward();
                training.Optimizer.step();
                return loss;
                """));
}
