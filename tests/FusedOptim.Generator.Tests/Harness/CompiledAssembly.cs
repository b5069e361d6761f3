using System.Reflection;
using System.Runtime.Loader;
using FusedOptim.Functions;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>An assembly that a test compiled, loaded so that it can go away again.</summary>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("user project", isCollectible: true);
    private readonly Assembly _assembly;

    /// <summary>Loads an assembly.</summary>
    public CompiledAssembly(Stream image) => _assembly = _context.LoadFromStream(image);

    /// <summary>Its types, nested ones among them.</summary>
    public IReadOnlyList<Type> Types => _assembly.GetTypes();

    /// <summary>An instance of a rule with the defaults of its hyperparameters, or with those given by name.</summary>
    /// <param name="name">The full name of the record; without one, the only rule of the assembly.</param>
    /// <param name="hyperparameters">Values in place of defaults.</param>
    public IUpdateRule Rule(string? name = null, params (string Name, object Value)[] hyperparameters) =>
        (IUpdateRule)Create(typeof(IUpdateRule), name, hyperparameters);

    /// <summary>An instance of an element-wise function, as <see cref="Rule"/> gives one of a rule.</summary>
    public CompiledFunction Function(string? name = null, params (string Name, object Value)[] hyperparameters)
    {
        var function = Create(typeof(IElementwiseFunction<>), name, hyperparameters);
        return (CompiledFunction)Activator.CreateInstance(typeof(CompiledFunction<>).MakeGenericType(function.GetType()), function)!;
    }

    private object Create(Type face, string? name, (string Name, object Value)[] hyperparameters)
    {
        var type = name is null
            ? Assert.Single(_assembly.GetTypes(), candidate => Implements(candidate, face))
            : _assembly.GetType(name, throwOnError: true)!;
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var arguments = constructor.GetParameters().Select(parameter =>
            hyperparameters.FirstOrDefault(given => given.Name == parameter.Name).Value ?? parameter.DefaultValue);
        return constructor.Invoke([.. arguments]);
    }

    /// <summary>Unloads, once nothing of the assembly is used any more.</summary>
    public void Dispose() => _context.Unload();

    private static bool Implements(Type type, Type face) => type.GetInterfaces().Any(implemented =>
        (implemented.IsGenericType ? implemented.GetGenericTypeDefinition() : implemented) == face);
}
