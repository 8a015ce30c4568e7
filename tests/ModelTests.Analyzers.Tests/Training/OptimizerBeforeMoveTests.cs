using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class OptimizerBeforeMoveTests
{
    [Theory]
    [InlineData("var adam = Adam(model.parameters()); [|model.to(device)|]; adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); [|model.cuda()|]; adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters().Where(p => p.requires_grad)); [|model.to(float64)|]; adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); model = [|model.to(device)|]; adam.step(); return input;")]
    [InlineData("var adam = Adam(model.named_parameters()); if (cuda.is_available()) [|model.to(device)|]; adam.step(); return input;")]
    [InlineData("optimizer = SGD(model.parameters(), 0.1); [|model.half()|]; foreach (var batch in batches) { optimizer.step(); } return input;")]
    [InlineData("var adam = Make(model); [|model.to(device)|]; adam.step(); return input;\n}\nprivate static Optimizer Make(Module<Tensor, Tensor> model) => Adam(model.parameters());\npublic static void Rest() {")]
    public Task An_optimizer_that_steps_after_its_model_moved_is_reported(string statements) =>
        Verify<OptimizerBeforeMoveAnalyzer>.Reports(Snippet.Method(statements));

    [Theory]
    [InlineData("model.to(device); var adam = Adam(model.parameters()); adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); adam.step(); model.to(device); return input;")]
    [InlineData("var adam = Adam(model.parameters()); model.to(CPU); adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); model.cpu(); adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); input = input.to(device); adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); Linear(2, 2).to(device); adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); var other = Linear(2, 2); other.to(device); adam.step(); return input;")]
    [InlineData("var adam = Adam(model.parameters()); model.to(device); adam = Adam(model.parameters()); adam.step(); return input;")]
    [InlineData("Optimizer adam; if (input.IsInvalid) { adam = Adam(model.parameters()); } else { model.to(device); adam = Adam(model.parameters()); } adam.step(); return input;")]
    [InlineData("var size = model.parameters().Count(); model.to(device); optimizer.step(); return input;")]
    public Task Moves_before_it_of_other_things_or_back_to_the_CPU_are_not_reported(string statements) =>
        Verify<OptimizerBeforeMoveAnalyzer>.IsSilent(Snippet.Method(statements));

    [Fact]
    public Task The_optimizer_is_made_after_the_move() =>
        Verify<OptimizerBeforeMoveAnalyzer>.Turns<OptimizerBeforeMoveFix>(
            Snippet.Method("""
                var adam = Adam(model.parameters());
                model.train();
                [|model.to(device)|];
                adam.step();
                return input;
                """),
            Snippet.Method("""
                model.train();
                model.to(device);
                var adam = Adam(model.parameters());
                adam.step();
                return input;
                """));
}
