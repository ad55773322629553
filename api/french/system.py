"""Say in French why the system refused something."""

import errno

REASONS = {
    errno.ENOENT: "ce fichier ou ce dossier n’existe pas",
    errno.EISDIR: "c’est un dossier, pas un fichier",
    errno.ENOTDIR: "une partie du chemin est un fichier, pas un dossier",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.EROFS: "ce disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "la place accordée sur ce disque est pleine",
    errno.EFBIG: "fichier plus grand que ce que ce disque ou ce compte permet",
    errno.ENAMETOOLONG: "nom trop long",
}


def cause_of(error: OSError) -> str:
    """Say why the system refused a file, a folder or a port: `droits insuffisants`."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


def refusal_of(error: OSError) -> str:
    """Say why the system refused a file, and which: `droits insuffisants : rota.csv`."""
    return f"{cause_of(error)} : {error.filename}" if error.filename else cause_of(error)
