"""What the networks learn from: labelled pictures, made scenes and their augmentation."""
