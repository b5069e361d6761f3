using System.Runtime.InteropServices;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>A tensor of a checkpoint and the memory that it is saved from and loaded into; or what must fit before.</summary>
/// <param name="name">The name of the tensor.</param>
internal abstract class CheckpointItem(string name)
{
    /// <summary>The name of the tensor.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a file has a tensor of the name; where it has none, its metadata are checked.</summary>
    public virtual bool HasTensor => true;

    /// <summary>The unit that the tensor is loaded with, where a file is loaded as far as it fits; <see langword="null"/> where it is
    /// loaded by itself.</summary>
    public ItemUnit? Unit { get; init; }

    /// <summary>Adds the tensor to a file that is written.</summary>
    public abstract void AddTo(SafetensorsWriter writer);

    /// <summary>Throws unless a file has the tensor with the expected elements and shape, and the memory for them is there.
    /// </summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public virtual void Check(SafetensorsFile file)
    {
        if (Compare(file) is { } problem)
            throw new InvalidDataException(problem.Message);
    }

    /// <summary>Returns what keeps a file from being loaded into the memory; <see langword="null"/> where nothing does.</summary>
    public virtual NotLoaded? Compare(SafetensorsFile file) => null;

    /// <summary>Takes the tensor from a file that is verified and has it as expected. A number is only read.</summary>
    /// <exception cref="InvalidDataException">The number is not allowed.</exception>
    public abstract void Load(SafetensorsFile file);

    /// <summary>A count: from 0 to a greatest one.</summary>
    public static Number<long> Count(
        string name, Func<int> get, Action<int> set, int maximum = int.MaxValue, ItemUnit? unit = null) => new(
        name, () => get(), value => set((int)value),
        value => value >= 0 && value <= maximum ? null : Invariant($"from 0 to {maximum}"))
        {
            Unit = unit,
        };

    private protected NotLoaded? Compare(SafetensorsFile file, SafetensorsDtype dtype, ReadOnlySpan<long> shape)
    {
        if (file.Find(Name) is not { } tensor)
        {
            return new(Name, NotLoadedReason.MissingInFile,
                $"{file.Path} has no tensor '{Name}'; it must have one of {dtype} [{Join(shape)}].");
        }

        var isOfType = tensor.DtypeName == dtype.ToString();
        return isOfType && tensor.Shape.SequenceEqual(shape)
            ? null
            : new(Name, isOfType ? NotLoadedReason.OtherShape : NotLoadedReason.OtherType,
                $"'{Name}' in {file.Path} is of {tensor.DtypeName} [{Join(tensor.Shape)}]; it must be of {dtype} [{Join(shape)}].");
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

        public override NotLoaded? Compare(SafetensorsFile file)
        {
            // Throws where the memory is released, before anything has changed.
            _ = values();
            return Compare(file, SafetensorsDtypes.Of<T>(), shape);
        }

        public override void Load(SafetensorsFile file) => file.Read(Name, values());
    }

    /// <summary>A number: a tensor without dimensions.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="get">Gives the number.</param>
    /// <param name="set">Sets it; throws where it is out of range.</param>
    /// <param name="allow">Says what is allowed, where a number is not; <see langword="null"/> where it is.</param>
    internal sealed class Number<T>(string name, Func<T> get, Action<T> set, Func<T, string?>? allow = null)
        : CheckpointItem(name), INumber
        where T : unmanaged
    {
        private T _before;
        private T _read;

        public override void AddTo(SafetensorsWriter writer) => writer.Add<T>(Name, [], () => new[] { get() });

        public override NotLoaded? Compare(SafetensorsFile file) => Compare(file, SafetensorsDtypes.Of<T>(), []);

        public override void Load(SafetensorsFile file)
        {
            if (Read(file) is { } problem)
                throw new InvalidDataException(problem.Message);
        }

        public NotLoaded? Read(SafetensorsFile file)
        {
            _before = get();
            file.Read(Name, MemoryMarshal.CreateSpan(ref _read, 1));
            return allow?.Invoke(_read) is { } allowed
                ? new(Name, NotLoadedReason.OutOfRange, Invariant($"'{Name}' in {file.Path} is {_read}; it must be {allowed}."))
                : null;
        }

        public void Set() => set(_read);

        public void SetBack() => set(_before);
    }

    /// <summary>A number that was read, and is set when all are.</summary>
    internal interface INumber
    {
        /// <summary>Reads the number from a file that is verified; it is not set.</summary>
        /// <returns>Why the number is not allowed; <see langword="null"/> where it is.</returns>
        NotLoaded? Read(SafetensorsFile file);

        /// <summary>Sets the number that was read.</summary>
        void Set();

        /// <summary>Sets what the number was before.</summary>
        void SetBack();
    }
}
