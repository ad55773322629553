"""What is expected of the name of a person to add, where somebody has it already."""

THERE = "une autre personne : celle-ci est déjà dans l’équipe (cochez si c’est une homonyme)"
TWICE = "une personne par ligne : ce nom est deux fois dans la liste (cochez si c’est une homonyme)"
