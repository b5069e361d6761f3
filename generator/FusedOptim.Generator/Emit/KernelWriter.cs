using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the types that hold a kernel: one for both precisions, where nothing in it depends on them.</summary>
internal static class KernelWriter
{
    private const string LoopOptions = "[MethodImpl(KernelOptions.Loop)]";

    public static void Write(IndentedTextWriter writer, KernelPair pair)
    {
        Write(writer, pair.Plan, pair.Form, Element.All, "");
        if (pair.Strict != pair.Plan)
            Write(writer, pair.Strict, pair.StrictForm, [Element.Double], ": the operations of the method, each rounded once");
    }

    private static void Write(
        IndentedTextWriter writer, KernelPlan plan, KernelForm form, IReadOnlyList<Element> elements, string description)
    {
        foreach (var name in elements.GroupBy(element => plan.KernelName(element, form)))
        {
            writer.Blank();
            var variant = plan.Suffix.Length == 0 ? "" : $" ({plan.Suffix})";
            writer.Line($"/// <summary>{plan.Declaration.Name}{variant}{description}.</summary>");
            writer.Line(GeneratedAttributes.OfKernel);
            using (writer.Open($"internal readonly struct {name.Key} : {plan.Signature.Interface}"))
            {
                if (form == KernelForm.Lanes)
                    WriteLanes(writer, plan, name.First());
                else
                    WritePerWidth(writer, plan, form, name.First());
            }
        }
    }

    private static void WriteLanes(IndentedTextWriter writer, KernelPlan plan, Element element)
    {
        if (element == Element.Single)
            WriteRemarks(writer, plan);
        writer.Line(LoopOptions);
        using (writer.Open(MethodOf(plan)))
            new LoopWriter(writer, plan, new LanesTarget(element), KernelForm.Lanes, element).Write();
    }

    /// <summary>Writes the explanation of the type arguments, for readers of the loop.</summary>
    private static void WriteRemarks(IndentedTextWriter writer, KernelPlan plan)
    {
        writer.Line("// Compiled for vectors V of 512, 256 and 128 bits and for one element, of float and of double (T). L has the");
        writer.Line(plan.TakesSums
            ? "// operations on V, D those on the same elements in double (W). Elements that do not fill a vector are left to the"
            : "// operations on V. Elements that do not fill a vector are left to the next narrower loop.");
        if (plan.TakesSums)
            writer.Line("// next narrower loop.");
    }

    private static string MethodOf(KernelPlan plan) =>
        $"static void {plan.Signature.Interface}.Run<{string.Join(", ", plan.Signature.TypeParameters)}>(in {plan.Signature.Segment}<T> segment, nuint start, nuint end)";

    private static void WritePerWidth(IndentedTextWriter writer, KernelPlan plan, KernelForm form, Element element)
    {
        var targets = plan.IsStrictOnly ? [Target.Scalar] : KernelForms.TargetsOf(plan.BodyOf(element).Graph).ToList();
        using (writer.Open(MethodOf(plan)))
        {
            var keyword = "";
            foreach (var target in targets)
            {
                if (targets.Count > 1)
                    writer.Line($"{keyword}if ({target.ConditionOf(element)})");
                using (writer.Indent(targets.Count > 1 ? 1 : 0))
                    WriteCall(writer, plan, target, element);
                keyword = "else ";
            }
        }

        foreach (var target in targets)
        {
            writer.Blank();
            writer.Line(LoopOptions);
            writer.Line($"private static void {NameOf(target)}{Arguments(plan, target, element, "TSum")}(in {plan.Signature.Segment}<{element.Keyword}> segment, nuint start, nuint end)");
            using (writer.Indent())
                WriteConstraints(writer, plan, target, element);
            using (writer.Open())
                new LoopWriter(writer, plan, target, form, element).Write();
        }
    }

    private static void WriteCall(IndentedTextWriter writer, KernelPlan plan, Target target, Element element)
    {
        var segment = $"(in {plan.Signature.Segment}<{element.Keyword}>.Of(in segment), start, end);";
        if (!target.MaySum || !plan.TakesSums)
        {
            writer.Line($"{NameOf(target)}{Arguments(plan, target, element, null)}{segment}");
            return;
        }

        var wide = WideOf(element);
        using (writer.Open())
        {
            writer.Line("if (segment.SumsInRegisters)");
            using (writer.Indent())
                writer.Line($"{NameOf(target)}{Arguments(plan, target, element, $"RegisterSum<{wide}>")}{segment}");
            writer.Line("else");
            using (writer.Indent())
                writer.Line($"{NameOf(target)}{Arguments(plan, target, element, $"BufferedSum<{wide}>")}{segment}");
        }
    }

    private static string NameOf(Target target) => "Run" + target.Suffix;

    private static string WideOf(Element element) => element == Element.Single ? "Wide512, Wide512" : "Vector512Lanes<double>, Vector512<double>";

    private static string Arguments(KernelPlan plan, Target target, Element element, string? sum)
    {
        List<string> arguments = [];
        if (plan.Signature.Gradients == GradientUse.Zeroed)
            arguments.Add("TGradients");
        if (target.MayDecode && plan.TakesStates(element))
            arguments.Add("TStates");
        if (target.MaySum && plan.TakesSums)
            arguments.Add(sum!);
        return arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments)}>";
    }

    private static void WriteConstraints(IndentedTextWriter writer, KernelPlan plan, Target target, Element element)
    {
        if (plan.Signature.Gradients == GradientUse.Zeroed)
            writer.Line("where TGradients : struct, IGradientAccess");
        if (target.MayDecode && plan.TakesStates(element))
            writer.Line("where TStates : struct, IStateAccess");
        if (target.MaySum && plan.TakesSums)
            writer.Line($"where TSum : struct, ISum<{(element == Element.Single ? "Wide512" : "Vector512<double>")}>");
    }
}
