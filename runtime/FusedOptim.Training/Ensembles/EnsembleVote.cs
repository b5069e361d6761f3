namespace FusedOptim.Training.Ensembles;

/// <summary>The ways in which an ensemble decides on the class of an example.</summary>
public enum EnsembleVote
{
    /// <summary>The class with the largest mean of the members' probabilities, of equals the first.</summary>
    MeanProbability,

    /// <summary>The class that most members predict, of equals the first. Members whose outputs do not tell a class have no
    /// vote.</summary>
    Majority,
}
