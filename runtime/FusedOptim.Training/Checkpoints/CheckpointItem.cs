using System.Runtime.InteropServices;

namespace FusedOptim.Training;

/// <summary>A tensor of a checkpoint and the memory that it is saved from and loaded into.</summary>
/// <param name="name">The name of the tensor.</param>
internal abstract class CheckpointItem(string name)
{
    /// <summary>The name of the tensor.</summary>
    public string Name { get; } = name;

    /// <summary>Adds the tensor to a file that is written.</summary>
    public abstract void AddTo(SafetensorsWriter writer);

    /// <summary>Reads the tensor from a file that has it as expected.</summary>
    public abstract void Load(SafetensorsFile file);

    /// <summary>Throws unless a file has the tensor with the expected elements and shape.</summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public abstract void Check(SafetensorsFile file, string path);

    private protected void Check(SafetensorsFile file, string path, SafetensorsDtype dtype, ReadOnlySpan<long> shape)
    {
        var tensor = file.Find(Name) ?? throw new InvalidDataException(
            $"{path} has no tensor '{Name}'; it must have one of {dtype} [{Join(shape)}].");
        if (tensor.Dtype != dtype || !tensor.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException(
                $"'{Name}' in {path} is of {tensor.Dtype} [{Join(tensor.Shape)}]; it must be of {dtype} [{Join(shape)}].");
        }
    }

    private static string Join(ReadOnlySpan<long> shape) => string.Join(", ", shape.ToArray());

    /// <summary>Elements that stand in memory.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">Shows the elements.</param>
    internal sealed class Tensor<T>(string name, long[] shape, Tensor<T>.Show values) : CheckpointItem(name)
        where T : unmanaged
    {
        public delegate Span<T> Show();

        public override void AddTo(SafetensorsWriter writer) => writer.Add<T>(Name, shape, () => values());

        public override void Load(SafetensorsFile file) => file.Read(Name, values());

        public override void Check(SafetensorsFile file, string path) =>
            Check(file, path, SafetensorsDtypes.Of<T>(), shape);
    }

    /// <summary>A number: a tensor without dimensions.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="get">Gives the number.</param>
    /// <param name="set">Sets it; throws where it is out of range.</param>
    internal sealed class Number<T>(string name, Func<T> get, Action<T> set) : CheckpointItem(name), INumber
        where T : unmanaged
    {
        private T _before;
        private T _read;

        public override void AddTo(SafetensorsWriter writer) => writer.Add<T>(Name, [], new[] { get() });

        public override void Load(SafetensorsFile file)
        {
            _before = get();
            file.Read(Name, MemoryMarshal.CreateSpan(ref _read, 1));
        }

        public void Set() => set(_read);

        public void SetBack() => set(_before);

        public override void Check(SafetensorsFile file, string path) => Check(file, path, SafetensorsDtypes.Of<T>(), []);
    }

    /// <summary>A number that was read, and is set when all are.</summary>
    internal interface INumber
    {
        /// <summary>Sets the number that was read.</summary>
        void Set();

        /// <summary>Sets what the number was before.</summary>
        void SetBack();
    }
}
