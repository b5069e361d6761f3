using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the record's generated part: hyperparameters, Apply, the reference loop and the runtime's interface.</summary>
internal static class RecordWriter
{
    public static string Write(KernelPlan plan, KernelPlan strict)
    {
        var rule = plan.Rule;
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteFull(writer, plan);
        Aliases.Write(writer, RuleEmitter.KernelNamespace(rule));
        if (rule.Namespace.Length > 0)
        {
            using (writer.Open($"namespace {Names.EscapeAll(rule.Namespace)}"))
                WriteRecord(writer, plan, strict);
        }
        else
        {
            WriteRecord(writer, plan, strict);
        }

        writer.Blank();
        using (writer.Open($"namespace {RuleEmitter.KernelNamespace(rule)}"))
        {
            writer.Line("using global::FusedOptim;");
            writer.Line("using global::FusedOptim.CompilerServices;");
            writer.Blank();
            SchemaWriter.Write(writer, plan, strict);
        }

        return writer.ToString();
    }

    private static void WriteRecord(IndentedTextWriter writer, KernelPlan plan, KernelPlan strict)
    {
        var rule = plan.Rule;
        var name = Names.Escape(rule.Name);
        using (writer.Open($"partial record {name} : {Aliases.Library}IUpdateRule<{name}>"))
        {
            foreach (var hyperparameter in rule.Hyperparameters)
            {
                writer.Blank();
                WriteHyperparameter(writer, name, hyperparameter);
            }

            ApplyWriter.Write(writer, plan);
            writer.Blank();
            ReferenceWriter.Write(writer, plan);
            writer.Blank();
            WriteInterface(writer, plan, strict);
        }
    }

    private static void WriteHyperparameter(IndentedTextWriter writer, string rule, HyperparameterModel hyperparameter)
    {
        var name = Names.Escape(hyperparameter.Name);
        var type = hyperparameter.IsInteger ? "int" : "double";
        var schema = $"{Aliases.Kernels}Schema.{SchemaWriter.FieldOf(hyperparameter)}";
        if (hyperparameter.IsPositional)
            writer.Line($"/// <inheritdoc cref=\"{rule}\" path=\"/param[@name='{hyperparameter.Name}']/node()\"/>");
        else
            writer.Line("/// <summary>The coefficient λ of weight decay: at least 0; 0 switches the decay off.</summary>");
        // Initializers bypass setters, so the constructor's argument is checked here as well.
        var initial = hyperparameter.IsPositional ? $"{schema}.Check({name})" : Literals.OfDouble(hyperparameter.Default).Text;
        writer.Line($"public {type} {name} {{ get; set => field = {schema}.Check(value); }} = {initial};");
    }

    private static void WriteInterface(IndentedTextWriter writer, KernelPlan plan, KernelPlan strict)
    {
        var rule = plan.Rule;
        var name = Names.Escape(rule.Name);
        var face = $"{Aliases.Library}IUpdateRule<{name}>";
        writer.Line($"static {Aliases.Runtime}RuleSchema {face}.Schema => {Aliases.Kernels}Schema.Rule;");
        writer.Blank();
        writer.Line($"{name} {face}.Copy() => this with {{ }};");
        writer.Blank();
        writer.Line($"double {face}.GetHyperparameter(int index) => index switch");
        writer.Line("{");
        using (writer.Indent())
        {
            for (var index = 0; index < rule.Hyperparameters.Count; index++)
                writer.Line($"{index} => this.{Names.Escape(rule.Hyperparameters[index].Name)},");
            writer.Line("_ => throw new global::System.ArgumentOutOfRangeException(nameof(index)),");
        }

        writer.Line("};");
        writer.Blank();
        using (writer.Open($"void {face}.SetHyperparameter(int index, double value)"))
        {
            using (writer.Open("switch (index)"))
            {
                for (var index = 0; index < rule.Hyperparameters.Count; index++)
                {
                    var hyperparameter = rule.Hyperparameters[index];
                    var value = hyperparameter.IsInteger
                        ? $"{Aliases.Kernels}Schema.{SchemaWriter.FieldOf(hyperparameter)}.CheckInteger(value)"
                        : "value";
                    writer.Line($"case {index}: this.{Names.Escape(hyperparameter.Name)} = {value}; break;");
                }

                writer.Line("default: throw new global::System.ArgumentOutOfRangeException(nameof(index));");
            }
        }

        writer.Blank();
        WritePrepare(writer, plan, strict, face);
        foreach (var keyword in new[] { "float", "double" })
        {
            writer.Blank();
            WriteRun(writer, plan, face, keyword);
        }
    }

    private static void WritePrepare(
        IndentedTextWriter writer, KernelPlan plan, KernelPlan strict, string face)
    {
        writer.Line($"void {face}.Prepare(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {Aliases.Library}KernelTarget target,");
            writer.Line($"in {Aliases.Runtime}PrepareContext context, global::System.Span<double> uniforms)");
        }

        using (writer.Open())
        {
            if (strict != plan)
            {
                using (writer.Open($"if (target == {Aliases.Library}KernelTarget.StrictScalar)"))
                    WriteUniforms(strict);
                using (writer.Open("else"))
                    WriteUniforms(plan);
            }
            else
            {
                WriteUniforms(plan);
            }
        }

        void WriteUniforms(KernelPlan of)
        {
            writer.Line($"ref var u = ref {Aliases.Kernels}{of.UniformsName}.In(uniforms);");
            // The project may compile with overflow checks; the method was refused where it asked for them.
            if (of.Graph.Nodes.Any(static node => node.Type == NodeType.Integer && node.Op.Info().Arity > 0))
            {
                using (writer.Open("unchecked"))
                    UniformsWriter.WriteComputation(writer, of);
            }
            else
            {
                UniformsWriter.WriteComputation(writer, of);
            }
        }
    }

    private static void WriteRun(IndentedTextWriter writer, KernelPlan plan, string face, string keyword)
    {
        writer.Line($"void {face}.Run(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {Aliases.Library}KernelTarget target,");
            writer.Line($"in {Aliases.Runtime}KernelSegment<{keyword}> segment)");
        }

        using (writer.Open())
        {
            using (writer.Open($"if (target == {Aliases.Library}KernelTarget.Reference)"))
            {
                writer.Line("RunReference(");
                using (writer.Indent())
                {
                    writer.Line("segment.Step, segment.GradientScale,");
                    writer.Line($"{DispatchWriter.SegmentOperands(plan)},");
                    writer.Line("(nuint)segment.Count, segment.ZeroGradients);");
                }

                writer.Line("return;");
            }

            writer.Blank();
            writer.Line($"{Aliases.Kernels}Dispatch.Run(target, in segment);");
        }
    }
}
