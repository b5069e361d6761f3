using TorchSharp.Modules;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>Characters × context to scores of the next character, at each place: (batch · context) × characters.</summary>
internal sealed class CharacterTransformer : nn.Module<Tensor, Tensor>
{
    private const int Width = 64;

    private readonly Embedding _characters;
    private readonly TorchParameter _positions;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _scores;
    private readonly Tensor _mask;

    public CharacterTransformer(int characterCount, int contextLength)
        : base(nameof(CharacterTransformer))
    {
        _characters = nn.Embedding(characterCount, Width);
        _positions = new TorchParameter(0.02 * randn(contextLength, Width));
        _encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(Width, nhead: 4, dim_feedforward: 4 * Width, dropout: 0), 2);
        _scores = nn.Linear(Width, characterCount);
        // No place sees those after it.
        _mask = full([contextLength, contextLength], double.NegativeInfinity, get_default_dtype()).triu(1);
        RegisterComponents();
        register_buffer("mask", _mask);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        // The encoder takes places × batch × width.
        var places = (_characters.call(input) + _positions).transpose(0, 1);
        var encoded = _encoder.call(places, _mask, null!).transpose(0, 1);
        return _scores.call(encoded).flatten(0, 1);
    }
}
