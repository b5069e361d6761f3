namespace FusedOptim.Training.Data.Text;

/// <summary>What translates texts for <see cref="BackTranslation"/>: a model or a service of the user's.</summary>
public interface ITranslator
{
    /// <summary>Translates a text. Should give the same for the same text, or training cannot be repeated.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The language that it is in, in the translator's own terms, such as "en".</param>
    /// <param name="to">The language to translate into.</param>
    /// <returns>The translation; not <see langword="null"/>.</returns>
    string Translate(string text, string from, string to);
}
