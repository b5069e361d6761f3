namespace FusedOptim.Tests.References;

/// <summary>
/// An optimizer of one tensor in plain loops over double, as its paper or its authors' code states it. Rules are compared with it, and it
/// shares no code with them.
/// </summary>
internal interface IMatrixReference
{
    /// <summary>Steps the parameter in place. Steps are counted from 1, and the states start from zero.</summary>
    /// <param name="parameter">The elements, entry by entry and row by row.</param>
    /// <param name="gradient">Their gradient.</param>
    void Step(double[] parameter, double[] gradient);
}
