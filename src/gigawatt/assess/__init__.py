"""From an atlas and options to an assessment; the only room that runs several model rooms."""
