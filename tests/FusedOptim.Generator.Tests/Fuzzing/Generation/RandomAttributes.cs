namespace FusedOptim.Generator.Tests.Fuzzing.Generation;

/// <summary>Random modifiers that go together on a rule, as text.</summary>
internal sealed class RandomAttributes(RandomExpressions expressions, bool seesRows)
{
    /// <summary>The hyperparameters that the record declares in the place of what attributes would add.</summary>
    public List<string> Coefficients { get; } = [];

    /// <summary>Attributes for a rule, in any order.</summary>
    /// <param name="hasDirection">Whether it has a direction.</param>
    /// <param name="canMeasure">Whether a modifier may measure the direction in a pass of its own.</param>
    /// <param name="canKeepAverage">Whether it has no weights to evaluate with yet.</param>
    /// <param name="canDeclare">Whether the record may declare coefficients.</param>
    /// <param name="canLookAhead">Whether slow weights may be kept.</param>
    public List<string> Modifiers(bool hasDirection, bool canMeasure, bool canKeepAverage, bool canDeclare, bool canLookAhead)
    {
        var attributes = new List<string>();
        if (seesRows && expressions.Chance(25))
            attributes.Add("CentralizeGradient");
        if (expressions.Chance(20))
            attributes.Add(With("ClipByValue", "ClipValue", ["0.5", "1e-3", "3"], canDeclare));
        if (expressions.Chance(45))
            attributes.Add(WeightDecay(hasDirection, canDeclare));
        if (expressions.Chance(20))
            attributes.Add(With("L1", "L1", ["0.01", "0", "1e-50"], canDeclare));
        var measures = expressions.Chance(70);
        if (hasDirection && expressions.Chance(25))
        {
            var rescales = canMeasure && measures && expressions.Chance(50);
            attributes.Add(rescales ? "Cautious(Rescale = true)" : "Cautious");
        }

        if (hasDirection && canMeasure && measures && expressions.Chance(seesRows ? 60 : 35))
        {
            attributes.Add(With("TrustRatio", "TrustCoefficient", ["1e-3", "2"], canDeclare,
                expressions.Pick(["", "Minimum = 0.1", "Maximum = 10", "Minimum = 0.01, Maximum = 1.5"]),
                seesRows ? expressions.Pick(["", "Over = Over.Row", "Over = Over.Column"]) : ""));
        }

        if (canLookAhead && expressions.Chance(15))
        {
            if (canDeclare && expressions.Chance(30))
            {
                Coefficients.Add("[Positive] int LookaheadInterval = 2");
                attributes.Add("Lookahead");
            }
            else
            {
                attributes.Add(expressions.Pick(["Lookahead(2, 0.25)", "Lookahead(2)", "Lookahead(1, 0.75)", "Lookahead"]));
            }
        }

        if (canKeepAverage && expressions.Chance(20))
        {
            attributes.Add(expressions.Chance(40) ? "AveragedWeights(Plain = true)"
                : With("AveragedWeights", "AverageDecay", ["0.9", "0", "0.05"], canDeclare));
        }

        return attributes;
    }

    /// <summary>Moments that stand for a method.</summary>
    public List<string> Moments()
    {
        var attributes = new List<string>();
        var first = expressions.Pick(["", "Average", "HeavyBall"]);
        if (first.Length > 0)
        {
            var nesterov = expressions.Chance(40) ? ", Nesterov = true" : "";
            attributes.Add($"FirstMoment({expressions.Pick(["0.9", "0.5", "0"])}, FirstMomentKind.{first}{nesterov})");
        }

        string[] kinds = first == "Average"
            ? ["", "Average", "Sum", "Maximum", "InfinityNorm", "Belief"]
            : ["Average", "Sum", "Maximum", "InfinityNorm"];
        var second = expressions.Pick(first == "HeavyBall" ? [.. kinds, ""] : kinds);
        if (second.Length > 0)
            attributes.Add($"SecondMoment({expressions.Pick(["0.999", "0.75"])}, SecondMomentKind.{second})");
        if ((first == "Average" || second is "Average" or "Maximum" or "Belief") && expressions.Chance(60))
            attributes.Add("BiasCorrection");
        return attributes;
    }

    private string WeightDecay(bool hasDirection, bool canDeclare)
    {
        var kind = expressions.Pick(hasDirection
            ? ["Decoupled", "L2", "Independent", "InDirection", "Corrected"] : (string[])["Decoupled", "L2", "Independent", "Corrected"]);
        var cautious = hasDirection && kind != "L2" && expressions.Chance(35) ? ", Cautious = true" : "";
        if (kind == "Corrected" && canDeclare && expressions.Chance(50))
            Coefficients.Add("double PeakLearningRate = 0.5");
        if (canDeclare && expressions.Chance(30))
        {
            Coefficients.Add("double WeightDecay = 0.02");
            return $"WeightDecay(WeightDecayKind.{kind}{cautious})";
        }

        return kind == "Decoupled"
            ? expressions.Pick([$"WeightDecay(WeightDecayKind.{kind}, 0.1{cautious})", "WeightDecay", "WeightDecay(1e-3)", hasDirection ? "WeightDecay(0.25, Cautious = true)" : "WeightDecay(0.25)"])
            : $"WeightDecay(WeightDecayKind.{kind}{expressions.Pick([", 0.1", "", ", 1e-3"])}{cautious})";
    }

    /// <summary>An attribute with its coefficient given, declared, or left to its default.</summary>
    private string With(string attribute, string coefficient, string[] values, bool canDeclare, params string[] named)
    {
        var given = expressions.Pick([.. values, ""]);
        if (canDeclare && expressions.Chance(30))
        {
            Coefficients.Add($"double {coefficient} = 0.75");
            given = "";
        }

        var arguments = string.Join(", ", named.Prepend(given).Where(text => text.Length > 0));
        return arguments.Length == 0 ? attribute : $"{attribute}({arguments})";
    }
}
