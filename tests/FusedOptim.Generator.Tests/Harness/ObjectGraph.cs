using System.Reflection;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>Everything that can be reached from a value through fields, private ones too.</summary>
internal static class ObjectGraph
{
    private static readonly Type[] s_forbidden =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Compilation),
        typeof(SemanticModel), typeof(IOperation), typeof(AttributeData),
    ];

    /// <summary>Fails at the first object of the compiler's that is reached, with the way to it.</summary>
    public static void AssertHoldsNothingOfTheCompiler(object? root, string rootName)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(object? Value, string Way)>();
        pending.Push((root, rootName));
        while (pending.TryPop(out var item))
        {
            var (value, way) = item;
            if (value is null or string or Pointer or MemberInfo or Assembly || IsLeaf(value.GetType()))
                continue;
            if (!value.GetType().IsValueType && !seen.Add(value))
                continue;

            var type = value.GetType();
            var kept = s_forbidden.FirstOrDefault(forbidden => forbidden.IsAssignableFrom(type));
            Assert.True(kept is null, $"{way} keeps a {kept?.Name} alive ({type}).");
            Assert.False(value is Location { SourceTree: not null }, $"{way} keeps a syntax tree alive through a Location.");

            if (value is Array array)
            {
                if (IsLeaf(type.GetElementType()!))
                    continue;
                var index = 0;
                foreach (var element in array)
                    pending.Push((element, $"{way}[{index++}]"));
                continue;
            }

            for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
            {
                foreach (var field in declaring.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                        pending.Push((field.GetValue(value), $"{way}.{field.Name}"));
                }
            }
        }
    }

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);
}
