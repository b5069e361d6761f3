using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>The number of values of states.</summary>
internal static class StateCount
{
    extension(StateSchema state)
    {
        /// <summary>The number of values of the state, for a view: one for each element, row or column, or a square matrix for each
        /// matrix.</summary>
        public long CountIn(in MatrixView view)
        {
            var count = ValueIndex.Count(state.Over, view);
            return state.IsMatrix ? checked(count * (count / view.Batch)) : count;
        }
    }
}
