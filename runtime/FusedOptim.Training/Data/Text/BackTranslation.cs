using FusedOptim.Training.Collections;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Says texts in other words: translates each, with a probability, into another language and back (R. Sennrich, B. Haddow
/// and A. Birch, "Improving neural machine translation models with monolingual data", 2016, translate back so). The
/// elements of the list are sentences or whole texts; words alone have no context to translate them by.
/// </summary>
public sealed record BackTranslation : TextAugmentation
{
    /// <summary>A random change of sentences.</summary>
    /// <param name="translator">What translates.</param>
    /// <param name="language">The language of the texts.</param>
    /// <param name="pivots">The other languages; one is chosen at random for each text; at least one.</param>
    /// <param name="probability">How likely each text is translated; from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is no other language, one is empty, or the probability is out of
    /// range.</exception>
    public BackTranslation(
        ITranslator translator, string language, IReadOnlyList<string> pivots, double probability = 0.5)
    {
        ArgumentNullException.ThrowIfNull(translator);
        ArgumentException.ThrowIfNullOrWhiteSpace(language);
        ArgumentNullException.ThrowIfNull(pivots);
        if (pivots.Count == 0)
            throw new ArgumentException("There are no other languages; there must be at least one.", nameof(pivots));
        foreach (var pivot in pivots)
            ArgumentException.ThrowIfNullOrWhiteSpace(pivot, nameof(pivots));
        Translator = translator;
        Language = language;
        Pivots = new ValueList<string>(pivots);
        Probability = CheckShare(probability);
    }

    /// <summary>What translates.</summary>
    public ITranslator Translator { get; }

    /// <summary>The language of the texts.</summary>
    public string Language { get; }

    /// <summary>The other languages.</summary>
    public IReadOnlyList<string> Pivots { get; }

    /// <summary>How likely each text is translated.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The translator gave <see langword="null"/>.</exception>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        for (var place = 0; place < text.Count; place++)
        {
            // Drawn whatever comes of them, so that a text does not depend on those before it.
            var isChosen = random.NextBernoulli(Probability);
            var pivot = Pivots[random.NextInteger(Pivots.Count)];
            if (isChosen)
                text[place] = Translate(Translate(text[place], Language, pivot), pivot, Language);
        }
    }

    private string Translate(string text, string from, string to) => Translator.Translate(text, from, to) ??
        throw new InvalidOperationException($"The translator gave null for a text from '{from}' to '{to}'.");
}
