using System.ComponentModel;
using Xunit;

namespace ModelTests;

/// <summary>
/// The base of a test class: it says how a model, its loss, its training step and its data are made, and the check attributes on it
/// become one test each. Ordinary facts, constructor arguments and class fixtures work beside them.
/// </summary>
/// <typeparam name="TModel">The model's type.</typeparam>
// One collection: the classes queue behind each other without each occupying one of xUnit's workers. A user's own [Collection] wins; the gate holds all the same.
[Collection("ModelTests")]
public abstract class ModelFixture<TModel> : ModelRecipes<TModel>
    where TModel : class
{
    /// <summary>The only method that xUnit finds; the discoverer makes one test of it for each check. Not to be called.</summary>
    /// <param name="check">The check's name.</param>
    [ModelCheckHook]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void RunModelCheck(string check) => RunningCheck.Run(this, check);
}
