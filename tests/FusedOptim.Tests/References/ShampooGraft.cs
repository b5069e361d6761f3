namespace FusedOptim.Tests.References;

/// <summary>The optimizers whose step size Shampoo takes, with the names of the authors' code.</summary>
internal enum ShampooGraft
{
    /// <summary>None: Shampoo's own size.</summary>
    None,

    /// <summary>The size of the gradient.</summary>
    Sgd,

    /// <summary>The size of AdaGrad's step.</summary>
    AdaGrad,

    /// <summary>The size of RMSProp's step.</summary>
    RmsProp,
}
