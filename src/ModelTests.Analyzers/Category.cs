namespace ModelTests.Analyzers;

/// <summary>What a finding is about, for settings that switch many rules at once.</summary>
internal static class Category
{
    public const string Fixture = "ModelTests.Fixture";
    public const string Model = "ModelTests.Model";
    public const string Training = "ModelTests.Training";
    public const string Tensors = "ModelTests.Tensors";
}
