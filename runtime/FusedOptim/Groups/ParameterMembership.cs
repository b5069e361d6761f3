namespace FusedOptim.Groups;

/// <summary>The membership of a parameter.</summary>
internal static class ParameterMembership
{
    extension(Parameter parameter)
    {
        /// <summary>The membership in a group, if an optimizer has the parameter.</summary>
        public Membership? Membership => (Membership?)parameter.Owner;

        /// <summary>The memory of its states, if it has any.</summary>
        public StateMemory? States => parameter.Membership?.States;
    }
}
