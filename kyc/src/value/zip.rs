//! The states of a ZIP code's first three digits (ASVS 2.2.3).

use super::region::UsState::{self, *};

/// The states of each range of three-digit prefixes, by USPS (labelling list L002). Unused prefixes
/// inside a state's range belong to it.
const HOME: &[(u16, u16, &[UsState])] = &[
    (5, 5, &[Ny]),
    (6, 7, &[Pr]),
    (8, 8, &[Vi]),
    (9, 9, &[Pr]),
    (10, 27, &[Ma]),
    (28, 29, &[Ri]),
    (30, 38, &[Nh]),
    (39, 49, &[Me]),
    (50, 54, &[Vt]),
    (55, 55, &[Ma]),
    (56, 59, &[Vt]),
    (60, 69, &[Ct]),
    (70, 89, &[Nj]),
    (90, 99, &[Ae]),
    (100, 149, &[Ny]),
    (150, 196, &[Pa]),
    (197, 199, &[De]),
    (200, 200, &[Dc]),
    (201, 201, &[Va]),
    (202, 205, &[Dc]),
    (206, 219, &[Md]),
    (220, 246, &[Va]),
    (247, 268, &[Wv]),
    (270, 289, &[Nc]),
    (290, 299, &[Sc]),
    (300, 319, &[Ga]),
    (320, 339, &[Fl]),
    (340, 340, &[Aa]),
    (341, 349, &[Fl]),
    (350, 369, &[Al]),
    (370, 385, &[Tn]),
    (386, 397, &[Ms]),
    (398, 399, &[Ga]),
    (400, 427, &[Ky]),
    (430, 459, &[Oh]),
    (460, 479, &[In]),
    (480, 499, &[Mi]),
    (500, 528, &[Ia]),
    (530, 549, &[Wi]),
    (550, 567, &[Mn]),
    (569, 569, &[Dc]),
    (570, 577, &[Sd]),
    (580, 588, &[Nd]),
    (590, 599, &[Mt]),
    (600, 629, &[Il]),
    (630, 658, &[Mo]),
    (660, 679, &[Ks]),
    (680, 693, &[Ne]),
    (700, 714, &[La]),
    (716, 729, &[Ar]),
    (730, 732, &[Ok]),
    (733, 733, &[Tx]),
    (734, 749, &[Ok]),
    (750, 799, &[Tx]),
    (800, 816, &[Co]),
    (820, 831, &[Wy]),
    (832, 838, &[Id]),
    (840, 847, &[Ut]),
    (850, 865, &[Az]),
    (870, 884, &[Nm]),
    (885, 885, &[Tx]),
    (889, 898, &[Nv]),
    (900, 961, &[Ca]),
    (962, 966, &[Ap]),
    (967, 967, &[Hi, As]),
    (968, 968, &[Hi]),
    (969, 969, &[Gu, Mp]),
    (970, 979, &[Or]),
    (980, 994, &[Wa]),
    (995, 999, &[Ak]),
];

/// Prefixes with a delivery area that extends into a neighbour state, by neighbour.
///
/// About 140 ZIP codes do: Fort Campbell's 42223 is in Kentucky and Tennessee. Residents write the
/// state they live in. The whole prefix is accepted, because this check only has to catch typing
/// errors.
const NEIGHBOURS: &[(UsState, &[u16])] = &[
    (Al, &[319, 384, 395]),
    (Ar, &[387, 657, 755]),
    (Az, &[845, 873]),
    (Ca, &[890, 894, 976]),
    (Co, &[691, 820]),
    (Fl, &[364]),
    (Ga, &[373]),
    (Ia, &[559, 561, 570]),
    (Id, &[598, 831, 898, 979, 990, 991]),
    (Il, &[636]),
    (Ks, &[683, 684, 689, 690]),
    (Ky, &[380, 385]),
    (La, &[717]),
    (Ma, &[28]),
    (Md, &[205]),
    (Me, &[35]),
    (Mi, &[545]),
    (Mn, &[513, 570, 580, 582]),
    (Mo, &[516, 525, 526, 726]),
    (Ms, &[383]),
    (Mt, &[577, 828]),
    (Nc, &[373]),
    (Nd, &[572, 574, 576, 592]),
    (Ne, &[515, 570, 665, 669, 807, 820]),
    (Nm, &[798, 799, 811, 865]),
    (Nv, &[840]),
    (Ny, &[63]),
    (Ok, &[679, 719]),
    (Or, &[894]),
    (Sd, &[510, 561, 562, 580, 584, 585, 586, 687, 692, 693, 827]),
    (Tn, &[307, 388, 409, 420, 422, 426, 723]),
    (Tx, &[739, 880, 884]),
    (Ut, &[813, 829, 833, 860, 865]),
    (Va, &[205]),
    (Wa, &[838]),
    (Wi, &[499]),
    (Wv, &[201]),
    (Wy, &[577, 834]),
];

/// Whether ZIP codes that begin with `prefix` (0-999) can be in `state`.
pub(super) fn serves(prefix: u16, state: UsState) -> bool {
    let home = HOME
        .iter()
        .any(|(low, high, states)| (*low..=*high).contains(&prefix) && states.contains(&state));
    home || NEIGHBOURS
        .iter()
        .any(|(s, prefixes)| *s == state && prefixes.contains(&prefix))
}
