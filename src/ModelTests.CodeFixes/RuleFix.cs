using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ModelTests.CodeFixes;

/// <summary>The fix of one rule.</summary>
public abstract class RuleFix : CodeFixProvider
{
    /// <summary>The rule's id.</summary>
    private protected abstract string Rule { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [Rule];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root)
            await RegisterAsync(context, root, root.FindNode(context.Span, getInnermostNodeForTie: true)).ConfigureAwait(false);
    }

    /// <summary>Offers what can be done about the node that was reported.</summary>
    private protected abstract Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node);

    /// <summary>Offers to put <paramref name="changed"/> in the document's place.</summary>
    private protected void Offer(CodeFixContext context, string title, Func<SyntaxNode> changed) =>
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed())), equivalenceKey: Rule + title),
            context.Diagnostics);
}
