"""How a mask is divided among people."""

from dataclasses import dataclass, field

from vcam.instances.affinity import Weights


@dataclass(frozen=True, slots=True)
class SplitOptions:
    """How a mask is divided; prices are in the unit of `Weights`.

    Attributes:
        step_px: about how wide a region is, in small pixels.
        compactness: the colour distance that counts as much as one step of place.
        cold_iterations: how often regions settle in a first picture.
        warm_iterations: how often in one that follows another.
        weights: what a step between regions costs.
        likeness: price of a region wholly in somebody else's colours.
        face_core: share of the face's radius that is surely this person.
        core_distance: what the core of a box starts with of which next to nothing is surely its own.
        face_lean: price of one face width outside of the usual body.
        box_lean: price of half a box away from its middle, where no face is known.
        head_lean: price of pointing one face width farther past the head than past the nearest.
        head_slack: so much farther, in face widths, says nothing.
        own_lean: price of a region that a look from near calls somebody else's.
        own_sure: how much more surely than everybody else's a pixel must be somebody's, to be so whatever
            its region's owner.
        body_reach: how far outside of the usual body, in face widths, somebody may own what is in
            another's box, too.
        margin: how much a box grows on each side, as a share of its size: detectors cut limbs.
        reach: how far somebody reaches beyond the box, as a share of the picture's width.
        remember: how much nearer a region's last owner seems, in [0, 1).
    """

    step_px: int = 8
    compactness: float = 20.0
    cold_iterations: int = 2
    warm_iterations: int = 1
    weights: Weights = field(default_factory=Weights)
    likeness: float = 0.6
    face_core: float = 0.7
    core_distance: float = 0.2
    face_lean: float = 1.0
    box_lean: float = 0.1
    head_lean: float = 0.5
    head_slack: float = 0.5
    own_lean: float = 8.0
    own_sure: float = 0.1
    body_reach: float = 0.3
    margin: float = 0.0
    reach: float = 0.1
    remember: float = 0.2
