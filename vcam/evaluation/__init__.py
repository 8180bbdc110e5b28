"""How good an alpha is: metrics, their run over a folder, and its report."""
