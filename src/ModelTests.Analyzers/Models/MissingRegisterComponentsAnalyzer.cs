using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0005: a module that makes layers and never registers them.</summary>
/// <remarks>A module inside another is registered with it, so what is only a part of others in this compilation is left alone.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingRegisterComponentsAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0005";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "RegisterComponents() is missing",
        "'{0}' never calls RegisterComponents(), so its parameters() are empty: nothing of it is trained, moved or saved",
        Category.Model,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0005.md",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types)
    {
        var makers = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        var parts = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        var modules = new ConcurrentBag<INamedTypeSymbol>();

        context.RegisterSymbolAction(symbol =>
        {
            var type = (INamedTypeSymbol)symbol.Symbol;
            if (!types.IsModule(type))
                return;
            modules.Add(type);
            foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
                parts[field.Type.OriginalDefinition] = true;
            foreach (var parameter in type.InstanceConstructors.SelectMany(constructor => constructor.Parameters))
                parts[parameter.Type.OriginalDefinition] = true;
        }, SymbolKind.NamedType);
        context.RegisterOperationAction(operation => NoteMaker(operation.Operation, operation.ContainingSymbol, types, makers),
            OperationKind.FieldInitializer, OperationKind.PropertyInitializer, OperationKind.SimpleAssignment);
        context.RegisterOperationAction(operation => NotePart((IObjectCreationOperation)operation.Operation, operation.ContainingSymbol, types, parts), OperationKind.ObjectCreation);
        context.RegisterOperationAction(operation => NotePassedOn((IArgumentOperation)operation.Operation, types, parts), OperationKind.Argument);
        context.RegisterCompilationEndAction(end =>
        {
            var registering = new HashSet<ISymbol>(modules.Where(type => Registers(type, end.CancellationToken)), SymbolEqualityComparer.Default);
            // A derived class that registers does it for its bases too.
            var spared = new HashSet<ISymbol>(modules.Where(registering.Contains).SelectMany(type => type.SelfAndBases()).Select(type => type.OriginalDefinition), SymbolEqualityComparer.Default);
            foreach (var type in modules.Where(type => !type.IsAbstract && !spared.Contains(type) && !parts.ContainsKey(type)))
            {
                var own = type.SelfAndBases().TakeWhile(ancestor => !types.Declares(ancestor)).ToList();
                if (own.Any(ancestor => makers.ContainsKey(ancestor.OriginalDefinition)) && own.All(IsVisible) && types.IsModuleBase(own[own.Count - 1].BaseType!)
                    && !own.Any(ancestor => registering.Contains(ancestor.OriginalDefinition)))
                {
                    end.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name));
                }
            }
        });
    }

    /// <summary>Notes the type as one that keeps in a field what it makes.</summary>
    private static void NoteMaker(IOperation operation, ISymbol containing, TorchSharpTypes types, ConcurrentDictionary<ISymbol, bool> makers)
    {
        if (!types.IsModule(containing.ContainingType))
            return;
        var (members, value) = operation switch
        {
            IFieldInitializerOperation field => (field.InitializedFields, field.Value),
            IPropertyInitializerOperation property => (property.InitializedProperties.AsEnumerable<ISymbol>(), property.Value),
            ISimpleAssignmentOperation assignment when assignment.Target.OwnMember() is { } member => ([member], assignment.Value),
            _ => ([], operation),
        };
        if (members.Any(member => !member.IsStatic && types.IsComponent(TypeOf(member))) && types.IsMade(value))
            makers[containing.ContainingType.OriginalDefinition] = true;
    }

    /// <summary>Notes the type of a module that another module makes, or that is made to be given to one.</summary>
    private static void NotePart(IObjectCreationOperation creation, ISymbol containing, TorchSharpTypes types, ConcurrentDictionary<ISymbol, bool> parts)
    {
        if (types.IsModule(creation.Type) && !types.Declares(creation.Type)
            && (containing.ContainingType.SelfAndContaining().Any(outer => types.IsModule(outer) && !outer.OriginalDefinition.IsSame(creation.Type!.OriginalDefinition)) || creation.Ancestors().OfType<IArgumentOperation>().Any(argument => TakesModules(argument, types))))
        {
            parts[creation.Type!.OriginalDefinition] = true;
        }
    }

    private static void NotePassedOn(IArgumentOperation argument, TorchSharpTypes types, ConcurrentDictionary<ISymbol, bool> parts)
    {
        if (argument.Value.Unwrapped().Type is { } type && types.IsModule(type) && TakesModules(argument, types))
            parts[type.OriginalDefinition] = true;
    }

    private static bool TakesModules(IArgumentOperation argument, TorchSharpTypes types) => argument.Parent switch
    {
        IObjectCreationOperation creation => types.IsModule(creation.Type),
        IInvocationOperation { TargetMethod.IsExtensionMethod: false } call => types.IsModule(call.TargetMethod.ReturnType) || types.IsModule(call.Instance?.Type),
        _ => false,
    };

    private static bool Registers(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.Mentions(name => name == "RegisterComponents", cancellation) || type.HasOwnRegistration(cancellation);

    private static bool IsVisible(ITypeSymbol type) => type.DeclaringSyntaxReferences.Length > 0;

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
