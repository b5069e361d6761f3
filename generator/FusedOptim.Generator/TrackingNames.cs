namespace FusedOptim.Generator;

/// <summary>The names of the pipeline's steps, which the tests of its caching ask for.</summary>
internal static class TrackingNames
{
    public const string Results = nameof(Results);
    public const string Diagnostics = nameof(Diagnostics);
    public const string Unread = nameof(Unread);
    public const string Declarations = nameof(Declarations);
    public const string Collisions = nameof(Collisions);
    public const string Registry = nameof(Registry);
    public const string Sources = nameof(Sources);
}
