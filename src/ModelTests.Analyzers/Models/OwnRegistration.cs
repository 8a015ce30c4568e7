using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelTests.Analyzers;

/// <summary>Whether a module has its own way of registering what it holds; then nobody but its author can say what is missing.</summary>
internal static class OwnRegistration
{
    private static readonly HashSet<string> Registering = new(StringComparer.Ordinal)
    {
        "register_module", "add_module", "register_parameter", "ConditionallyRegisterParameter", "ClearModules", "_internal_submodules", "_internal_params",
    };

    private static readonly HashSet<string> Listing = new(StringComparer.Ordinal)
    {
        "RegisterComponents", "parameters", "named_parameters", "_parameters", "_named_parameters", "modules", "named_modules", "children", "named_children", "state_dict",
    };

    /// <summary>Whether the type, or one of its bases in source, names one of TorchSharp's members that register a single component, or overrides one that lists them.</summary>
    public static bool HasOwnRegistration(this INamedTypeSymbol type, CancellationToken cancellation) =>
        type.SelfAndBases().Any(ancestor => ancestor.GetMembers().Any(member => member.IsOverride && member.DeclaringSyntaxReferences.Length > 0 && Listing.Contains(member.Name))
            || ancestor.Mentions(Registering.Contains, cancellation));

    /// <summary>Whether one of the names stands anywhere in the type's source.</summary>
    public static bool Mentions(this ITypeSymbol type, Func<string, bool> name, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation).DescendantNodes().OfType<SimpleNameSyntax>().Any(node => name(node.Identifier.ValueText)));
}
