"""From numbers to work: targets now; weekly evaluation, problems and rollout later."""
