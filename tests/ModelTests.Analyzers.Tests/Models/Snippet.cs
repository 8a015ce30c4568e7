namespace ModelTests.Analyzers.Tests;

/// <summary>Source texts of modules, of which only the part that matters is written.</summary>
internal static class Snippet
{
    /// <summary>A module with these members and a forward of its own.</summary>
    public static string Module(string members) => $$"""
        public class Net : Module<Tensor, Tensor>
        {
            {{members.ReplaceLineEndings("\n    ")}}
            public override Tensor forward(Tensor x) => x;
        }
        """;

    /// <summary>A method with these statements and what they may use.</summary>
    public static string Method(string statements) => $$"""
        public class Trainer
        {
            public Tensor Run(Module<Tensor, Tensor> model, Optimizer optimizer, Tensor input, Tensor target, Device device, IEnumerable<Tensor> batches)
            {
                {{statements.ReplaceLineEndings("\n        ")}}
            }
        }
        """;
}
