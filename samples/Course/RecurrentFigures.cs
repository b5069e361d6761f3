using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>The page of the findings of <see cref="ExperimentRecurrent"/>.</summary>
internal static class RecurrentFigures
{
    /// <summary>Draws the curves with and without clipping, and the one that learns.</summary>
    public static void AddTo(this RecurrentFindings findings, HtmlReport page)
    {
        page.AddHeading("Recurrent networks: clipping gradients")
            .AddParagraph(
                "A gated recurrent network reads a sequence of numbers, of which two are marked, and learns their sum. Gradients go back through " +
                "all positions. With recurrent weights that are too large they explode, and plain descent ends at a loss that is not finite. " +
                "With the norm of all gradients clipped to 1, the same run stays finite, and its loss falls. Clipping keeps the direction and " +
                "shortens the step.");
        var first = new LearningCurveFigure(("without clipping", findings.Unclipped), ("clipped to norm 1", findings.Clipped))
        {
            Title = "Exploding gradients",
            Panels = LearningCurvePanels.Loss | LearningCurvePanels.GradientNorm,
        };
        page.AddFigures(first, new LearningCurveFigure(findings.Learned) { Title = "The adding problem, by AdamW with clipping" })
            .AddParagraph(FormattableString.Invariant(
                $"The mean squared error on new sequences is {findings.TestError:F4}. Always answering 1, the mean, has {AddingProblem.ErrorOfTheMean:F4}."));
    }
}
