namespace FusedOptim;

/// <summary>Where weight decay enters an update. In the formulas λ is the coefficient and η the learning rate.</summary>
public enum WeightDecayKind
{
    /// <summary>
    /// θ ← (1 − ηλ)θ − η·direction: decoupled from the gradient and times the learning rate, as in PyTorch's AdamW
    /// (Loshchilov and Hutter, 2019, with the schedule multiplier taken to be the learning rate).
    /// </summary>
    Decoupled,

    /// <summary>g ← g + λθ before the rule sees the gradient: the derivative of (λ/2)‖θ‖².</summary>
    L2,

    /// <summary>direction ← direction + λθ after the rule, before the learning rate: what LAMB does (You et al., 2020).</summary>
    InDirection,

    /// <summary>
    /// θ ← (1 − λ)θ − η·direction: decoupled from the gradient and from the learning rate, as the paper of AdamW states
    /// it (Loshchilov and Hutter, 2019, algorithm 2, with the multiplier 1).
    /// </summary>
    Independent,

    /// <summary>
    /// θ ← (1 − η·(η/η_max)·λ)θ − η·direction: decoupled, and scaled down with the learning rate, so that the ratio of gradient and
    /// weight norms does not grow where a schedule ends (A. Defazio, "Why Gradients Rapidly Increase Near the End of Training",
    /// 2025; AdamC). η_max is the hyperparameter named <c>PeakLearningRate</c> if the rule declares one. Otherwise the attribute
    /// adds it as a required property: there is no default that fits every schedule.
    /// </summary>
    Corrected,
}
