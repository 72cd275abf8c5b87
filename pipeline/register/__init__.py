"""The agency register: the bodies that report, how they are named over time, and who took over from whom."""
