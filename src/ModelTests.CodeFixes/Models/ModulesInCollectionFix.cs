using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using ModelTests.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ModelTests.CodeFixes;

/// <summary>Turns an array or a list whose modules are written out where it is declared into a ModuleList.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ModulesInCollectionFix : RuleFix
{
    private protected override string Rule => ModulesInCollectionAnalyzer.Id;

    private protected override async Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        var (type, initializer) = node switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } variable => (declaration.Type, variable.Initializer),
            PropertyDeclarationSyntax property => (property.Type, property.Initializer),
            _ => default,
        };
        var element = type switch
        {
            ArrayTypeSyntax { RankSpecifiers.Count: 1 } array when array.RankSpecifiers[0].Rank == 1 => array.ElementType,
            GenericNameSyntax { TypeArgumentList.Arguments.Count: 1 } generic => generic.TypeArgumentList.Arguments[0],
            _ => null,
        };
        if (element is null || initializer is null || Elements(initializer.Value) is not { } modules
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || TorchSharpTypes.Of(model.Compilation) is not { } types || !types.IsModule(model.GetTypeInfo(element, context.CancellationToken).Type))
        {
            return;
        }

        var list = ParseTypeName($"global::TorchSharp.Modules.ModuleList<{element.WithoutTrivia()}>").WithAdditionalAnnotations(Simplifier.Annotation);
        var creation = ObjectCreationExpression(list.WithLeadingTrivia(Space), ArgumentList(SeparatedList(modules.Select(module => Argument(module.WithoutTrivia())))), null);
        Offer(context, "Hold the modules in a ModuleList", () => root.ReplaceNodes([type!, initializer.Value],
            (original, _) => original == type
                ? list.WithTriviaFrom(type)
                : creation.WithTriviaFrom(initializer.Value).WithAdditionalAnnotations(Formatter.Annotation)));
    }

    /// <summary>Null when they are not written out.</summary>
    private static IReadOnlyList<ExpressionSyntax>? Elements(ExpressionSyntax value) => value switch
    {
        CollectionExpressionSyntax collection when collection.Elements.All(element => element is ExpressionElementSyntax) =>
            [.. collection.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression)],
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
        ArrayCreationExpressionSyntax { Initializer: { } written } => written.Expressions,
        InitializerExpressionSyntax written => written.Expressions,
        BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } list => list.Initializer?.Expressions ?? [],
        _ => null,
    };
}
