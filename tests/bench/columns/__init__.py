"""
Rosters of one person as columns: a linear master chooses them, a dynamic programme makes them.

The master has a row for each need and one for each person, and each person's best roster under its
prices is found exactly. The sum of what these cost is a bound that no rota beats.
"""
