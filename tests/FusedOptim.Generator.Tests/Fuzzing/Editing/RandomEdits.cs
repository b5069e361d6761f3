using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Editing;

/// <summary>What somebody at work does to a file of rules: some edits change what is generated, others must not.</summary>
internal sealed class RandomEdits(Random random)
{
    private int _names;

    /// <summary>The text after one more edit; the same text where the edit finds no place.</summary>
    public string Apply(string text)
    {
        var root = TestCompilation.Parse(text, "Edited.cs").GetRoot();
        return random.Next(12) switch
        {
            0 => RenameLocal(root),
            1 => ReplaceToken(root, SyntaxKind.NumericLiteralToken, () => $"{random.Next(1, 9)}.5"),
            2 => Remove<StatementSyntax>(root, statement => statement.Parent is BlockSyntax),
            3 => Insert<StatementSyntax>(root, statement => statement.Parent is BlockSyntax, "gradient.Equals(1.0); "),
            4 => Insert<StatementSyntax>(root, statement => statement.Parent is BlockSyntax, $"var added{_names++} = 2.0; "),
            5 => Insert<MemberDeclarationSyntax>(root, _ => true, "/* a comment */ "),
            6 => Insert<StatementSyntax>(root, _ => true, "\n\n      "),
            7 => Modifier(root),
            8 => Insert<ParameterSyntax>(root, parameter => parameter.Parent?.Parent is RecordDeclarationSyntax, $"double Added{_names++} = 0.5, "),
            9 => Remove<ParameterSyntax>(root, _ => true),
            10 => SwapMembers(root),
            _ => Remove<MemberDeclarationSyntax>(root, member => member is MethodDeclarationSyntax && random.Next(3) == 0),
        };
    }

    private string RenameLocal(SyntaxNode root)
    {
        if (Pick<VariableDeclaratorSyntax>(root, _ => true) is not { Identifier.ValueText: var old } declarator)
            return root.ToFullString();
        var name = $"renamed{_names++}";
        var scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        return root.ReplaceTokens(
            scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == old),
            (_, token) => SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia)).ToFullString();
    }

    private string Modifier(SyntaxNode root)
    {
        if (random.Next(2) == 0)
            return Remove<AttributeSyntax>(root, attribute => attribute.Parent is AttributeListSyntax { Attributes.Count: > 1 });
        var modifier = new[] { "L1(0.1), ", "ClipByValue, ", "WeightDecay(0.01), ", "Cautious, ", "AveragedWeights, ", "TrustRatio, " }[random.Next(6)];
        return Insert<AttributeSyntax>(root, attribute => attribute.Parent?.Parent is RecordDeclarationSyntax, modifier);
    }

    private string SwapMembers(SyntaxNode root)
    {
        if (Pick<RecordDeclarationSyntax>(root, record => record.Members.Count > 1) is not { } record)
            return root.ToFullString();
        var (first, second) = (record.Members[random.Next(record.Members.Count)], record.Members[random.Next(record.Members.Count)]);
        return root.ReplaceNodes([first, second], (member, _) => member == first ? second : first).ToFullString();
    }

    private string ReplaceToken(SyntaxNode root, SyntaxKind kind, Func<string> text)
    {
        var tokens = root.DescendantTokens().Where(token => token.IsKind(kind)).ToList();
        return tokens.Count == 0 ? root.ToFullString() : Splice(root, tokens[random.Next(tokens.Count)].Span, text());
    }

    private string Insert<TNode>(SyntaxNode root, Func<TNode, bool> isPlace, string text)
        where TNode : SyntaxNode =>
        Pick(root, isPlace) is { } node ? Splice(root, new(node.SpanStart, 0), text) : root.ToFullString();

    private string Remove<TNode>(SyntaxNode root, Func<TNode, bool> isPlace)
        where TNode : SyntaxNode =>
        Pick(root, isPlace) is { } node ? root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString() : root.ToFullString();

    private TNode? Pick<TNode>(SyntaxNode root, Func<TNode, bool> isPlace)
        where TNode : SyntaxNode
    {
        var nodes = root.DescendantNodes().OfType<TNode>().Where(isPlace).ToList();
        return nodes.Count == 0 ? null : nodes[random.Next(nodes.Count)];
    }

    private static string Splice(SyntaxNode root, Microsoft.CodeAnalysis.Text.TextSpan span, string text)
    {
        var source = root.ToFullString();
        return string.Concat(source.AsSpan(0, span.Start), text, source.AsSpan(span.End));
    }
}
