using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0004: modules or parameters that a module makes and holds in an array, a list, a dictionary or a tuple.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModulesInCollectionAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0004";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Modules in a collection are not registered",
        "What '{0}' holds is not registered: RegisterComponents() finds modules and parameters in fields, not inside collections; hold them in a ModuleList, ModuleDict or ParameterList",
        Category.Model,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0004.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterSymbolStartAction(start => Start(start, types), SymbolKind.NamedType);

    private static void Start(SymbolStartAnalysisContext context, TorchSharpTypes types)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!types.IsModule(type))
            return;
        var collections = new HashSet<ISymbol>(type.GetMembers().Where(member => IsCollection(member, types)), SymbolEqualityComparer.Default);
        if (collections.Count == 0 || type.HasOwnRegistration(context.CancellationToken))
            return;
        var filled = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        var passedOn = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        context.RegisterOperationAction(operation =>
        {
            var initializer = (ISymbolInitializerOperation)operation.Operation;
            IEnumerable<ISymbol> members = initializer is IFieldInitializerOperation field ? field.InitializedFields : ((IPropertyInitializerOperation)initializer).InitializedProperties;
            foreach (var member in members.Where(collections.Contains))
            {
                if (HoldsMade(initializer.Value, types))
                    filled[member] = true;
            }
        }, OperationKind.FieldInitializer, OperationKind.PropertyInitializer);
        context.RegisterOperationAction(operation =>
        {
            if (operation.Operation.OwnMember() is not { } member || !collections.Contains(member))
                return;
            if (IsFilled(operation.Operation, types))
                filled[member] = true;
            if (IsPassedOn(operation.Operation, types) || operation.Operation.IsHandled(types))
                passedOn[member] = true;
        }, OperationKind.FieldReference, OperationKind.PropertyReference);
        context.RegisterSymbolEndAction(end =>
        {
            foreach (var member in filled.Keys.Where(member => !passedOn.ContainsKey(member)))
                end.ReportDiagnostic(Diagnostic.Create(Rule, member.Locations[0], member.Name));
        });
    }

    private static bool IsCollection(ISymbol member, TorchSharpTypes types) => member switch
    {
        IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field => IsCollection(field.Type, types),
        IPropertySymbol { IsStatic: false, IsIndexer: false } property => IsCollection(property.Type, types),
        _ => false,
    };

    private static bool IsCollection(ITypeSymbol type, TorchSharpTypes types)
    {
        if (types.IsComponent(type))
            return false;
        return type switch
        {
            IArrayTypeSymbol array => Holds(array.ElementType),
            INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => Holds(element.Type)),
            INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named when IsEnumerable(named) => named.TypeArguments.Any(Holds),
            _ => false,
        };

        bool Holds(ITypeSymbol element) => types.IsComponent(element) || IsCollection(element, types);
    }

    private static bool IsEnumerable(INamedTypeSymbol type) =>
        type.SpecialType == SpecialType.System_Collections_IEnumerable || type.AllInterfaces.Any(face => face.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether a module is made in the value that is not kept in a field as well.</summary>
    private static bool HoldsMade(IOperation value, TorchSharpTypes types) =>
        value.DescendantsAndSelf().Any(operation => types.Makes(operation) && !operation.Ancestors().TakeWhile(ancestor => ancestor != value.Parent)
            .Any(ancestor => ancestor is ISimpleAssignmentOperation assignment && assignment.Target.OwnMember() is not null || ancestor is IArgumentOperation argument && MakesComponent(argument, types)));

    /// <summary>Whether the argument goes into a module that is made here: that one registers it, or the rule sees it.</summary>
    private static bool MakesComponent(IArgumentOperation argument, TorchSharpTypes types) => argument.Parent is { } parent && types.Makes(parent);

    /// <summary>Assigned with, or given, modules that are made there.</summary>
    private static bool IsFilled(IOperation member, TorchSharpTypes types) => member.User() switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target.Unwrapped() == member => HoldsMade(assignment.Value, types),
        IArrayElementReferenceOperation element when element.User() is ISimpleAssignmentOperation set && set.Target == element => HoldsMade(set.Value, types),
        IPropertyReferenceOperation { Property.IsIndexer: true } element when element.User() is ISimpleAssignmentOperation set && set.Target == element => HoldsMade(set.Value, types),
        IInvocationOperation call when call.Instance?.Unwrapped() == member => call.Arguments.Any(argument => HoldsMade(argument.Value, types)),
        _ => false,
    };

    /// <summary>Whether what it holds may be registered by somebody else: given to a module that is made, to a module's list, or as a whole to code that is not TorchSharp's or the framework's.</summary>
    private static bool IsPassedOn(IOperation member, TorchSharpTypes types)
    {
        foreach (var argument in member.Ancestors().OfType<IArgumentOperation>())
        {
            switch (argument.Parent)
            {
                case IObjectCreationOperation creation when types.IsComponent(creation.Type) || argument.Value.Unwrapped() == member:
                    return true;
                case IInvocationOperation { TargetMethod: var method } call when types.IsComponent(method.ReturnType)
                    || (types.IsModule(call.Instance?.Type) && method.Name is not ("call" or "forward"))
                    || (argument.Value.Unwrapped() == member && IsUsers(method)):
                    return true;
            }
        }
        return member.User() is IReturnOperation or IVariableInitializerOperation;
    }

    private static bool IsUsers(IMethodSymbol method) => !method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
}
