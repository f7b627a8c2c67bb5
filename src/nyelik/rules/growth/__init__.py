"""Growth: WHO tables as data, z-scores by LMS, and the monthly weight status N, T, O, B, 2T."""
