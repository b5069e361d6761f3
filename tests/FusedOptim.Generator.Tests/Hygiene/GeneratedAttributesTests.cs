using System.CodeDom.Compiler;
using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Emit;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Tools tell generated members from those of the project: coverage, debuggers, completion.</summary>
[Trait("Kind", "Generator")]
public sealed class GeneratedAttributesTests : IDisposable
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const string Declarations =
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>A rule with everything.</summary>
        [UpdateRule, WeightDecay(0.1)]
        public sealed partial record Rule(double LearningRate = 0.1, bool Nesterov = false)
        {
            private void Prepare(int step, [Scalar] ref double kept, out double factor) => factor = kept += step;

            private double Direction(double gradient, [State("m")] ref double m, double factor) => m += factor * (Nesterov ? Twice(gradient) : gradient);

            private static double Twice(double x) => 2 * x;
        }

        /// <summary>A function.</summary>
        [ElementwiseFunction]
        public sealed partial record Function(double Scale = 2)
        {
            private double Value(double x) => Scale * x;
        }
        """;

    private readonly GeneratorRun _run = GeneratorHarness.RunClean(Declarations);
    private readonly CompiledAssembly _assembly;

    public GeneratedAttributesTests() => _assembly = _run.Load();

    public void Dispose() => _assembly.Dispose();

    private IEnumerable<Type> Records => _assembly.Types.Where(type => type.Namespace == "UserProject" && !type.IsNested);

    private IEnumerable<Type> KernelTypes =>
        _assembly.Types.Where(type => type.Namespace?.StartsWith("FusedOptim.Generated.", StringComparison.Ordinal) == true && !type.IsNested);

    [Theory]
    [InlineData("Rule", 13)]
    [InlineData("Function", 10)]
    public void EveryGeneratedMemberOfARecordHasThem(string name, int leastCount)
    {
        var members = GeneratedMembers(_assembly.Types.Single(type => type.FullName == "UserProject." + name)).ToList();
        Assert.InRange(members.Count, leastCount, int.MaxValue);
        Assert.All(members, member =>
        {
            var tool = member.GetCustomAttribute<GeneratedCodeAttribute>();
            Assert.Equal(("FusedOptim", typeof(UpdateRuleGenerator).Assembly.GetName().Version!.ToString(3)), (tool?.Tool, tool?.Version));
            Assert.True(member.IsDefined(typeof(ExcludeFromCodeCoverageAttribute)), $"Coverage counts {member}.");
        });
    }

    [Fact]
    public void TheRecordAndItsMethodsAreTheUsers()
    {
        Assert.NotEmpty(Records);
        Assert.All(Records, record => Assert.False(HasAny(record), record.Name));
        Assert.All(
            Records.SelectMany(record => record.GetMethods(Declared)).Where(method => method.Name is "Direction" or "Value" or "Twice" or "Prepare"),
            method => Assert.False(HasAny(method), method.Name));
    }

    [Fact]
    public void MembersThatCallTheUsersMethods_AreSteppedThrough() => Assert.Equal(
        ["Evaluate", "Prepare", "RunReference"],
        Records.SelectMany(GeneratedMembers).Where(member => member.IsDefined(typeof(DebuggerStepThroughAttribute)))
            .Select(member => member.Name[(member.Name.LastIndexOf('.') + 1)..]).Order(StringComparer.Ordinal));

    [Fact]
    public void KernelsAreHiddenFromCompletionAndCoverage()
    {
        Assert.NotEmpty(KernelTypes);
        Assert.All(KernelTypes, type =>
        {
            Assert.False(type.IsVisible);
            Assert.Equal(EditorBrowsableState.Never, type.GetCustomAttribute<EditorBrowsableAttribute>()?.State);
            Assert.Equal("FusedOptim", type.GetCustomAttribute<GeneratedCodeAttribute>()?.Tool);
            Assert.Equal(HasCode(type), type.IsDefined(typeof(ExcludeFromCodeCoverageAttribute)));
            Assert.Equal(HasCode(type) && type.Name != "Schema", type.IsDefined(typeof(DebuggerNonUserCodeAttribute)));
        });
    }

    [Fact]
    public void WhatUsersCallStaysVisible() => Assert.All(
        Records.SelectMany(GeneratedMembers), member => Assert.False(member.IsDefined(typeof(EditorBrowsableAttribute)), member.Name));

    /// <summary>
    /// Initializers of properties are steps of the record's constructor, which no attribute of the generated part is about: they have no
    /// place in source that a debugger or coverage would show.
    /// </summary>
    [Fact]
    public void ADebuggerStopsNowhereInTheGeneratedPartOfARecord()
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        Assert.True(_run.Output.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb)).Success);
        symbols.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        var reader = provider.GetMetadataReader();
        var methods = Records.SelectMany(record => record.GetMethods(Declared).Concat<MethodBase>(record.GetConstructors(Declared))).ToList();
        Assert.NotEmpty(methods);
        Assert.All(methods, method =>
        {
            var steps = reader.GetMethodDebugInformation(MetadataTokens.MethodDefinitionHandle(method.MetadataToken & 0xFFFFFF))
                .GetSequencePoints().Where(point => !point.IsHidden)
                .Select(point => reader.GetString(reader.GetDocument(point.Document).Name)).ToList();
            Assert.True(
                IsNotOfTheUser(method) || !steps.Exists(path => path.EndsWith(".g.cs", StringComparison.Ordinal)), $"A debugger stops in {method}.");
            if (method is ConstructorInfo && method.GetParameters().Length > 1)
                Assert.NotEmpty(steps);
        });
    }

    // The properties for accessors, whose attributes are those of the property; the compiler's own members have its attribute.
    private static IEnumerable<MemberInfo> GeneratedMembers(Type record)
    {
        var written = record.GetMethods(Declared).Where(method => !method.IsSpecialName || method.Name.Contains('.', StringComparison.Ordinal))
            .Where(method => !method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)))
            .Where(method => method.Name is not ("Direction" or "Value" or "Twice" or "Prepare"))
            .Where(method => !method.Name.Contains(".get_", StringComparison.Ordinal));
        return written.Concat<MemberInfo>(record.GetProperties(Declared).Where(property => property.Name != "EqualityContract"));
    }

    // Those of an accessor stand on its property.
    private static bool IsNotOfTheUser(MemberInfo member) =>
        member.IsDefined(typeof(DebuggerNonUserCodeAttribute)) || member.IsDefined(typeof(DebuggerStepThroughAttribute)) ||
        member.DeclaringType!.GetProperties(Declared).Any(property =>
            (property.GetMethod == member || property.SetMethod == member) && property.IsDefined(typeof(DebuggerNonUserCodeAttribute)));

    private static bool HasAny(MemberInfo member) =>
        member.IsDefined(typeof(GeneratedCodeAttribute)) || member.IsDefined(typeof(ExcludeFromCodeCoverageAttribute)) ||
        member.IsDefined(typeof(DebuggerNonUserCodeAttribute)) || member.IsDefined(typeof(DebuggerStepThroughAttribute));

    private static bool HasCode(Type type) => !type.Name.EndsWith("StepConstants", StringComparison.Ordinal);
}
