using System.ComponentModel;
using System.Reflection;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The version of what generated code and the runtime agree on: the members of this namespace, what kernels are called with, and what they
/// leave in memory.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ContractVersion
{
    /// <summary>The version of this runtime. It grows where code that an older generator wrote would not run, or would run differently.</summary>
    public const int Current = 1;

    /// <summary>Refuses code that was generated for another contract. Generated code calls this once, when its schema is loaded.</summary>
    /// <param name="version">The version that the code was generated for.</param>
    /// <param name="schema">The class that holds a rule or function as data.</param>
    /// <returns>The version.</returns>
    /// <exception cref="NotSupportedException">It is another version; the message names the assembly to rebuild.</exception>
    public static int Check(int version, Type schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return version == Current ? version : throw new NotSupportedException(Describe(version, schema.Assembly.GetName()));
    }

    private static string Describe(int version, AssemblyName assembly)
    {
        var library = typeof(ContractVersion).Assembly.GetName();
        var advice = version < Current
            ? $"Rebuild {assembly.Name} with the package FusedOptim {library.Version}"
            : $"Update the package FusedOptim to the version that {assembly.Name} was built with, or rebuild {assembly.Name}";
        return Invariant(
            $"{assembly.Name} {assembly.Version} was compiled for version {version} of the contract between generated code and the runtime; FusedOptim {library.Version} has version {Current}. {advice}.");
    }
}
