using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0006: a layer or parameter that a constructor makes when RegisterComponents() has already run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AssignedAfterRegistrationAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0006";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A component that is assigned after RegisterComponents() is not registered",
        "'{0}' is assigned after RegisterComponents() has run{1}; it runs once, so this value is never registered, and a second call does nothing",
        Category.Model,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0006.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterSymbolStartAction(start => Start(start, types), SymbolKind.NamedType);

    private static void Start(SymbolStartAnalysisContext context, TorchSharpTypes types)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!types.IsModule(type))
            return;
        var found = new ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)>();
        var handled = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        context.RegisterOperationAction(operation => Find(operation, types, found), OperationKind.ConstructorBody);
        context.RegisterOperationAction(operation =>
        {
            if (operation.Operation.OwnMember() is { } member && types.IsComponent(operation.Operation.Type) && operation.Operation.IsHandled(types))
                handled[member] = true;
        }, OperationKind.FieldReference, OperationKind.PropertyReference);
        context.RegisterSymbolEndAction(end =>
        {
            if (found.IsEmpty || type.HasOwnRegistration(end.CancellationToken))
                return;
            foreach (var (_, diagnostic) in found.Where(entry => !handled.ContainsKey(entry.Member)))
                end.ReportDiagnostic(diagnostic);
        });
    }

    private static void Find(OperationAnalysisContext context, TorchSharpTypes types, ConcurrentBag<(ISymbol Member, Diagnostic Diagnostic)> found)
    {
        var body = (IConstructorBodyOperation)context.Operation;
        // A primary constructor has no statements of its own.
        if (body.Syntax is not ConstructorDeclarationSyntax declaration || declaration.Modifiers.Any(SyntaxKind.StaticKeyword))
            return;
        var before = body.Initializer is { } initializer ? Invoked(initializer) : null;
        var byOther = before is not null && Registers(before, context.CancellationToken);
        var start = byOther ? body.Syntax.SpanStart : RegistrationEnd(declaration);
        if (start is not { } position)
            return;
        foreach (var assignment in body.Descendants().OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Syntax.SpanStart >= position && assignment.Target.OwnMember() is { } member && IsStored(member) && types.IsComponent(assignment.Target.Type)
                && types.IsMade(assignment.Value) && !assignment.IsDeferred())
            {
                found.Add((member, Diagnostic.Create(Rule, assignment.Syntax.GetLocation(), member.Name, byOther ? $" in the constructor of {before!.ContainingType.Name}" : "")));
            }
        }
    }

    /// <summary>A field, or a property that only stores.</summary>
    private static bool IsStored(ISymbol member) =>
        member is IFieldSymbol || member.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => field.AssociatedSymbol.IsSame(member));

    private static IMethodSymbol? Invoked(IOperation initializer) => initializer.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault()?.TargetMethod;

    /// <summary>Whether the constructor registers in a statement of its own. What it calls first is not looked at.</summary>
    private static bool Registers(IMethodSymbol constructor, CancellationToken cancellation) =>
        constructor.OriginalDefinition.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellation) is ConstructorDeclarationSyntax declaration && RegistrationEnd(declaration) is not null);

    /// <summary>Where the constructor's own call of RegisterComponents ends; null when it has none that always runs.</summary>
    private static int? RegistrationEnd(ConstructorDeclarationSyntax constructor)
    {
        if (constructor.ExpressionBody is { } arrow)
            return IsRegistration(arrow.Expression) ? arrow.Span.End : null;
        return constructor.Body?.Statements.OfType<ExpressionStatementSyntax>().FirstOrDefault(statement => IsRegistration(statement.Expression))?.Span.End;
    }

    private static bool IsRegistration(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: var called } && called switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText == "RegisterComponents",
            MemberAccessExpressionSyntax { Expression.RawKind: (int)SyntaxKind.ThisExpression or (int)SyntaxKind.BaseExpression } access => access.Name.Identifier.ValueText == "RegisterComponents",
            _ => false,
        };
}
