using System.Reflection;
using System.Runtime.Loader;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>An assembly that a test compiled, loaded so that it can go away again.</summary>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("user project", isCollectible: true);
    private readonly Assembly _assembly;

    /// <summary>Loads an assembly.</summary>
    public CompiledAssembly(Stream image) => _assembly = _context.LoadFromStream(image);

    /// <summary>An instance of a rule with the defaults of its hyperparameters, or with those given by name.</summary>
    /// <param name="name">The full name of the record; without one, the only rule of the assembly.</param>
    /// <param name="hyperparameters">Values in place of defaults.</param>
    public CompiledRule Rule(string? name = null, params (string Name, object Value)[] hyperparameters)
    {
        var type = name is null ? Assert.Single(_assembly.GetTypes(), IsRule) : _assembly.GetType(name, throwOnError: true)!;
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var arguments = constructor.GetParameters().Select(parameter =>
            hyperparameters.FirstOrDefault(given => given.Name == parameter.Name).Value ?? parameter.DefaultValue);
        var rule = constructor.Invoke([.. arguments]);
        return (CompiledRule)Activator.CreateInstance(typeof(CompiledRule<>).MakeGenericType(type), rule)!;
    }

    /// <summary>Unloads, once nothing of the assembly is used any more.</summary>
    public void Dispose() => _context.Unload();

    private static bool IsRule(Type type) => type.GetInterfaces().Any(face =>
        face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IUpdateRule<>));
}
