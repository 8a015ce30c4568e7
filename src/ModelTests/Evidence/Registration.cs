using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fresh model holds and has not registered. Needs a model only: a fixture that does not work for want of registration is told so.</summary>
    internal Registration Registration => Recorded(() => Registration.Record(CreateUnproven, Budget)).Value;

    /// <summary>Which of the unregistered parts the loss would train, or evaluation mode should reach.</summary>
    internal UnregisteredUse UnregisteredUse => Recording(UnregisteredUse.Record);
}

/// <summary>What the fresh model holds and has not registered.</summary>
internal sealed record Registration(IReadOnlyList<Unregistered> Held, int Modules, int Parameters)
{
    public static Registration Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while walking the model's fields");
        using var scope = NewDisposeScope();
        using var subject = create();
        return new Registration([.. HeldComponents.Unregistered(subject.Model, subject.Tree).Select(held => Unregistered.Of(held))],
            subject.Tree.Modules.Count(), subject.Tree.Parameters.Count);
    }
}

/// <summary>
/// Which of the unregistered parts matter: those that a gradient reaches, and those whose output differs between training and evaluation
/// and that evaluation mode does not reach. A teacher or target network that is kept out of the parameters on purpose is neither.
/// The walk is repeated after a forward pass, in which layers may be built.
/// </summary>
internal sealed record UnregisteredUse(IReadOnlyList<Unregistered> Trained, IReadOnlyList<Unregistered> LeftInTrainMode)
{
    /// <summary>Several, because one batch need not reach every expert.</summary>
    private const int Batches = 3;

    public static UnregisteredUse Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = subject.Batches(Batches);
        // A tensor that a forward pass left in a field is a result, such as the last attention map.
        var tensors = Tensors(HeldComponents.Unregistered(subject.Model, subject.Tree)).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var tensor in tensors.Cast<Tensor>().Where(tensor => !tensor.is_leaf))
            tensor.retain_grad();
        IReadOnlyList<HeldComponent> held = [];
        foreach (var (batch, number) in batches.Select((batch, i) => (batch, i + 1)))
        {
            budget.Step($"in backward pass {number} of {Batches}");
            subject.Reseed(number);
            Backward(subject, batch);
            held = [.. HeldComponents.Unregistered(subject.Model, subject.Tree).Where(component => component.Value is nn.Module or Parameter || tensors.Contains(component.Value))];
            if (held.Count == 0)
                return new UnregisteredUse([], []);
        }
        var trained = held.Where(IsTrained).ToList();
        return new UnregisteredUse([.. trained.Select(Unregistered.Of)], [.. LeftOn(subject, batches[0], [.. held.Except(trained)]).Select(Unregistered.Of)]);
    }

    private static IEnumerable<Tensor> Tensors(IEnumerable<HeldComponent> held) =>
        held.Select(component => component.Value).OfType<Tensor>().Where(tensor => !tensor.IsInvalid);

    private static void Backward(Subject subject, Batch batch)
    {
        using var copy = batch.Clone();
        if (!subject.HasLoss(copy))
        {
            _ = subject.TrainStep(copy);
            return;
        }
        var loss = subject.Loss(subject.Forward(copy), copy);
        if (loss.requires_grad)
            loss.backward();
    }

    private static bool IsTrained(HeldComponent held) => held.Value switch
    {
        nn.Module module => module.parameters().Any(HasGradient),
        Tensor tensor => HasGradient(tensor),
        _ => false,
    };

    private static bool HasGradient(Tensor tensor)
    {
        if (tensor.IsInvalid)
            return false;
        using var gradient = tensor.grad;
        return gradient is not null;
    }

    /// <summary>Modules that stay in training mode while the model is evaluated, where that changes the outputs.</summary>
    private static List<HeldComponent> LeftOn(Subject subject, Batch batch, List<HeldComponent> held)
    {
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        var left = new List<HeldComponent>();
        foreach (var component in held)
        {
            if (component.Value is not nn.Module { training: true } module || Outputs(subject, batch) is not { } before)
                continue;
            module.eval();
            if (Outputs(subject, batch) is { } after && !before.Zip(after).All(pair => pair.First.Equals(pair.Second)))
                left.Add(component);
        }
        return left;
    }

    /// <summary>Null when the fixture does not say how the model is called.</summary>
    private static List<Tensor>? Outputs(Subject subject, Batch batch)
    {
        subject.Reseed();
        using var copy = batch.Clone();
        try
        {
            return [.. subject.Forward(copy).Tensors.Select(tensor => tensor.clone())];
        }
        catch (FixtureException)
        {
            return null;
        }
    }
}

/// <summary>A module or tensor that a module holds and has not registered.</summary>
/// <param name="Path">Where it is held: "blocks[0]".</param>
/// <param name="Type">Its class.</param>
/// <param name="Size">The shape of a tensor that exists.</param>
/// <param name="Place">How it is held.</param>
/// <param name="IsDisposed">Whether it is a parameter that is gone.</param>
/// <param name="Holder">The class of the module that holds it.</param>
/// <param name="HolderRegisteredNothing">Whether that module has registered nothing at all.</param>
internal sealed record Unregistered(string Path, string Type, IReadOnlyList<long>? Size, HeldIn Place, bool IsDisposed, string Holder, bool HolderRegisteredNothing)
{
    /// <summary>Whether it is a plain tensor, which registers as a buffer at best.</summary>
    public bool IsPlainTensor => Type == nameof(Tensor);

    public bool IsParameter => Type == nameof(Parameter);

    public static Unregistered Of(HeldComponent held) => new(held.Path, held.Type,
        held.Value is Tensor { IsInvalid: false } tensor ? tensor.shape : null, held.Place,
        held.Value is Tensor { IsInvalid: true }, held.Holder.GetType().Name.Split('`')[0],
        !held.Holder.named_children().Any() && !held.Holder.named_parameters(recurse: false).Any() && !held.Holder.named_buffers(recurse: false).Any());
}
