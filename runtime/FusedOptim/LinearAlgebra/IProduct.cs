namespace FusedOptim.LinearAlgebra;

/// <summary>What computes products: one thread, or a team. Both give the same bits.</summary>
internal interface IProduct<T>
    where T : unmanaged
{
    /// <summary>Computes a product whose memory stays where it is until this returns.</summary>
    void Run(in ProductOperands<T> operands);
}
